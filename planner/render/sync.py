"""What a sync did or would do: a few lines per target, and `planner.sync/1`."""

import json
from dataclasses import replace

from planner.progress.facts import Fact, describe, encode
from planner.render.items import doubt_json, iso
from planner.render.published import moved, moved_json, moved_line
from planner.render.style import Style
from planner.render.words import count, day
from planner.sync.clock import Doubt
from planner.sync.operations import Op, Operation
from planner.sync.report import Report, TargetReport, TargetState

SHOWN = 12
SIGNS = {Op.CREATE: "+", Op.UPDATE: "~", Op.DELETE: "-", Op.ADOPT: "=", Op.KEEP: "="}


def sync_text(report: Report, style: Style) -> str:
    """A clock that isn't believed, a block per target, and the sum."""
    wide = max((len(target.name) for target in report.targets), default=0) + 2
    lines = _doubt(report.doubt, style)
    for target in report.targets:
        block = _target(target, style, wide)
        lines += [f"{target.name if not number else '':<{wide}}{line}" for number, line in enumerate(block)]
    said = moved_line(moved(report.shifts, report.today))
    if said:
        lines += style.wrap(f"Moved: {said}", 0, 7)
    return "\n".join([*lines, _sum(report)])


def _doubt(doubt: Doubt | None, style: Style) -> list[str]:
    if doubt is None:
        return []
    return [*style.wrap(doubt.words), *style.wrap(doubt.remedy, 2)]


def _target(target: TargetReport, style: Style, wide: int) -> list[str]:
    room = style.width - wide
    lines = []
    if target.message:
        label = "note" if target.state is TargetState.OK else target.state.value
        lines += replace(style, width=room).wrap(f"{label}: {target.message}")
    if target.hint:
        lines += replace(style, width=room).wrap(target.hint, 2)
    lines += [f"{style.glyph('✓', '*')} {_learned(target, fact)}" for fact in target.learned]
    if target.state is TargetState.FAILED:
        return lines  # what it would have been is no result
    written = [op for op in target.operations if op.op is not Op.ADOPT]
    adopted = target.count(Op.ADOPT)
    if adopted:
        lines.append(f"= {count(adopted, 'item')} recognised as ours")
    lines += [_operation(op, style, room) for op in written[:SHOWN]]
    if len(written) > SHOWN:
        lines.append(f"  and {len(written) - SHOWN} more")
    return lines or ["up to date"]


def _learned(target: TargetReport, fact: Fact) -> str:
    """What a person did there, in the words that were found for it."""
    item = getattr(fact, "item", "")
    return f"{item}: {target.texts[item]}" if target.texts.get(item) else describe(fact)


def _operation(op: Operation, style: Style, room: int) -> str:
    old, new = op.before.item.due if op.before else None, op.after.item.due if op.after else None
    if old and new and old != new:
        when = f"{day(old)} -> {day(new)}"
    else:
        known = new or old
        when = day(known) if known else ""
    reason = f"  {op.reason}" if op.op is not Op.CREATE and op.reason else ""
    title = style.cut(op.title, max(16, room - len(when) - min(len(reason), 30) - 5))
    return style.cut(f"{SIGNS[op.op]} {title}  {when}{reason}", room)


def _sum(report: Report) -> str:
    total = {op: sum(target.count(op) for target in report.targets) for op in Op}
    learned = sum(len(target.learned) for target in report.targets)
    words = (
        ("to add", "to move or change", "to remove") if report.dry_run else ("added", "changed", "removed")
    )
    counts = [total[Op.CREATE], total[Op.UPDATE], total[Op.DELETE]]
    parts = [f"{number} {word}" for number, word in zip(counts, words, strict=True)]
    if learned:
        parts.append(f"{learned} taken over from you")
    ending = ". Nothing was changed (dry run)." if report.dry_run else "."
    return ", ".join(parts) + ending


def sync_json(report: Report) -> dict[str, object]:
    """The report as `planner.sync/1`."""
    return {
        "schema": "planner.sync/1",
        "today": report.today.isoformat(),
        "dry_run": report.dry_run,
        "clock": doubt_json(report.doubt),
        "moved": moved_json(moved(report.shifts, report.today)),
        "targets": [
            {
                "name": target.name,
                "state": target.state.value,
                "created": target.count(Op.CREATE),
                "updated": target.count(Op.UPDATE),
                "deleted": target.count(Op.DELETE),
                "operations": [_operation_json(op) for op in target.operations],
                "learned": [
                    {
                        "fact": json.loads(encode(fact))["kind"],
                        "item": getattr(fact, "item", None),
                        "text": target.texts.get(getattr(fact, "item", ""), describe(fact)),
                    }
                    for fact in target.learned
                ],
                "message": target.message,
            }
            for target in report.targets
        ],
    }


def _operation_json(op: Operation) -> dict[str, object]:
    return {
        "op": op.op.value,
        "item": op.item_id,
        "title": op.title,
        "from": iso(op.before.item.due) if op.before else None,
        "to": iso(op.after.item.due) if op.after else None,
        "reason": op.reason,
    }
