"""The objects of an account, and the number of the last change of each."""

from dataclasses import dataclass, field

from tests.todoist.wire import Row

KINDS = ("projects", "sections", "items", "notes", "labels")


@dataclass
class Tables:
    """All objects, deleted ones too, by kind and id, in the order in which they were made."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    changed: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def copy(self) -> "Tables":
        return Tables({kind: dict(rows) for kind, rows in self.rows.items()}, dict(self.changed), self.number)

    def put(self, kind: str, row: Row) -> None:
        self.rows[kind][row["id"]] = row
        self.mark(row["id"])

    def mark(self, name: str) -> None:
        """Note a change of an object, or of `user` or `user_plan_limits`."""
        self.number += 1
        self.changed[name] = self.number

    def active(self, kind: str) -> list[Row]:
        """What a full sync and the lists have: nothing done, deleted, archived, or in what is."""
        return [row for row in self.rows[kind].values() if self.is_active(kind, row)]

    def is_active(self, kind: str, row: Row) -> bool:
        if row["is_deleted"] or row.get("is_archived") or row.get("checked"):
            return False
        above = {"sections": ("project_id",), "items": ("project_id", "section_id"), "notes": ("item_id",)}
        return all(self._is_active_above(row[name]) for name in above.get(kind, ()) if row[name] is not None)

    def _is_active_above(self, name: str) -> bool:
        for kind, rows in self.rows.items():
            if name in rows:
                return self.is_active(kind, rows[name])
        return False

    def since(self, kind: str, number: int) -> list[Row]:
        """What has changed after that change, what is done and deleted too."""
        return [row for name, row in self.rows[kind].items() if self.changed[name] > number]

    def below(self, task: str) -> list[Row]:
        """The sub-tasks of a task, at any depth, the nearest first."""
        found = [row for row in self.rows["items"].values() if row["parent_id"] == task]
        return found + [deeper for row in found for deeper in self.below(row["id"])]
