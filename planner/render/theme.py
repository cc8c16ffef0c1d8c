"""The colours of the pictures, by day and by night, as the style sheet that the SVG carries.

Colours stand in the rules themselves, not in CSS variables, which some SVG viewers don't know.
"""

from planner.engine.values import Scheduled, Shape

# Per kind of step: by day, by night.
_KINDS = {
    "course": ("#2f6fde", "#6ea0ff"),
    "exam": ("#c2501c", "#f08a55"),
    "job": ("#1d9a63", "#4cc38a"),
    "conversation": ("#c0397f", "#ee7fb5"),
    "application": ("#8f3fd1", "#c08bf0"),
    "network": ("#77760f", "#c2c24d"),
    "research": ("#4b57c9", "#9aa3f5"),
    "habit": ("#0f7490", "#45b4d0"),
    "gate": ("#0f7490", "#45b4d0"),
    "milestone": ("#5b6678", "#9aa6b8"),
    "other": ("#5b6678", "#9aa6b8"),
}
# Selector, property, by day, by night.
_RULES = (
    (".surface", "fill", "#ffffff", "#171c26"),
    (".ink", "fill", "#1a2130", "#e8ecf4"),
    (".muted", "fill", "#596579", "#a3aec0"),
    (".halo", "stroke", "#ffffff", "#171c26"),
    (".year", "stroke", "#dfe4ec", "#333c4d"),
    (".quarter", "stroke", "#f0f2f6", "#222936"),
    (".was", "fill", "#a8afbb", "#5d6778"),
    (".today", "stroke", "#cf2f48", "#ff6b81"),
    (".today-flag", "fill", "#cf2f48", "#ff6b81"),
    (".on-flag", "fill", "#ffffff", "#171c26"),
    (".goal", "stroke", "#0f7490", "#45b4d0"),
    (".goal-name", "fill", "#0f7490", "#45b4d0"),
    (".late", "fill", "#b3213a", "#ff8094"),
    (".dot", "fill", "#ffffff", "#171c26"),
    (".dot", "stroke", "#4a5568", "#a3aec0"),
    (".dot.met", "fill", "#101828", "#ffffff"),
    (".dot.met", "stroke", "#ffffff", "#171c26"),
)
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif"


def kind_class(item: Scheduled) -> str:
    """The class that gives a step its colour: its kind, or what its shape says."""
    if item.step_kind is not None:
        return item.step_kind.value
    return {Shape.GATE: "gate", Shape.HABIT: "habit", Shape.POINT: "milestone"}.get(item.shape, "other")


def style_sheet(scope: str) -> str:
    """The rules for elements within the class `scope`."""
    fixed = (
        f".{scope}{{font-family:{_FONT}}}",
        f".{scope} .title{{font-size:18px;font-weight:600}}",
        f".{scope} .lane{{font-size:13.5px;font-weight:600}}",
        f".{scope} .name{{font-size:13px}}",
        f".{scope} .note{{font-size:11px}}",
        f".{scope} .halo{{stroke-width:6px;stroke-linejoin:round;paint-order:stroke}}",
        f".{scope} .today{{stroke-width:1.5}}",
        f".{scope} .goal{{stroke-width:1.3;stroke-dasharray:3 3}}",
        f".{scope} .bar{{stroke-width:1.2;fill-opacity:.24}}",
        f".{scope} .critical{{stroke-width:2}}",
        f".{scope} .dashed{{stroke-dasharray:5 3}}",
        f".{scope} .done{{stroke:none;fill-opacity:1}}",
        f".{scope} .backup .bar{{stroke-opacity:.6;fill-opacity:.14}}",
        f".{scope} .backup .done{{fill-opacity:.35;stroke:none}}",
        f".{scope} .backup .dot{{fill-opacity:.7;stroke-opacity:.6}}",
    )
    day, night = (_colours(scope, night) for night in (False, True))
    return "\n".join([*fixed, *day, "@media screen and (prefers-color-scheme: dark){", *night, "}"])


def _colours(scope: str, night: bool) -> list[str]:
    rules = [f".{scope} {selector}{{{name}:{pair[night]}}}" for selector, name, *pair in _RULES]
    kinds = [f".{scope} .{name}{{fill:{pair[night]};stroke:{pair[night]}}}" for name, pair in _KINDS.items()]
    return rules + kinds
