"""The person at the account, with an official app in hand."""

from dataclasses import dataclass
from datetime import date

from tests.todoist.account import Account
from tests.todoist.commands import execute
from tests.todoist.wire import Row


@dataclass(frozen=True)
class Person:
    account: Account

    def task(self, content: str) -> str:
        """The id of the one task so named that isn't deleted, done or not."""
        found = [row["id"] for row in self.tasks() if row["content"] == content]
        assert len(found) == 1, f"{len(found)} tasks are named {content!r}"
        return str(found[0])

    def tasks(self) -> list[Row]:
        """All tasks that aren't deleted, done ones too."""
        return [row for row in self.account.rows("items").values() if not row["is_deleted"]]

    def sees(self, task: str) -> Row:
        return self.account.rows("items")[task]

    def tick(self, task: str) -> None:
        """A task is done; of a habit, one turn."""
        self._do("item_close", id=task)

    def end_habit(self, task: str) -> None:
        """Tick it for good."""
        self._do("item_complete", id=task)

    def untick(self, task: str) -> None:
        self._do("item_uncomplete", id=task)

    def drag(self, task: str, day: date) -> None:
        """To another day; a habit stays one, as with official apps."""
        due = self.sees(task)["due"]
        kept = {"string": due["string"]} if due is not None and due["is_recurring"] else {}
        self._do("item_update", id=task, due={"date": str(day), "is_recurring": bool(kept), **kept})

    def set_due(self, task: str, phrase: str) -> None:
        self._do("item_update", id=task, due={"string": phrase})

    def retitle(self, task: str, content: str) -> None:
        self._do("item_update", id=task, content=content)

    def describe(self, task: str, description: str) -> None:
        self._do("item_update", id=task, description=description)

    def move(self, task: str, **where: str) -> None:
        """To one of `project_id`, `section_id`, `parent_id`."""
        self._do("item_move", id=task, **where)

    def delete(self, task: str) -> None:
        self._do("item_delete", id=task)

    def add(self, content: str, **values: object) -> str:
        """A task of theirs: in the inbox, or where `project_id`, `section_id` or `parent_id` says."""
        return self._do("item_add", content=content, **values)

    def copy(self, task: str) -> str:
        """ "Duplicate": the same once more, description and all."""
        kept = (
            "content",
            "description",
            "project_id",
            "section_id",
            "parent_id",
            "due",
            "deadline",
            "duration",
        )
        row = self.sees(task)
        return self._do(
            "item_add", labels=row["labels"], priority=row["priority"], **{name: row[name] for name in kept}
        )

    def add_project(self, name: str) -> str:
        return self._do("project_add", name=name)

    def rename_project(self, project: str, name: str) -> None:
        self._do("project_update", id=project, name=name)

    def archive_project(self, project: str) -> None:
        self._do("project_archive", id=project)

    def delete_project(self, project: str) -> None:
        self._do("project_delete", id=project)

    def add_section(self, project: str, name: str) -> str:
        return self._do("section_add", project_id=project, name=name)

    def rename_section(self, section: str, name: str) -> None:
        self._do("section_update", id=section, name=name)

    def delete_section(self, section: str) -> None:
        self._do("section_delete", id=section)

    def comment(self, task: str, content: str) -> str:
        return self._do("note_add", item_id=task, content=content)

    def mirror_into(self, calendar: str) -> None:
        """Let Todoist show its tasks in a calendar by itself (types of the official client)."""
        number = str(len(self.account.calendar_accounts) + 1)
        told = {
            "id": number,
            "name": calendar,
            "type": "google",
            "is_tasks_enabled": True,
            "is_deleted": False,
        }
        self.account.calendar_accounts.append(told)

    def _do(self, command: str, **args: object) -> str:
        return execute(self.account, command, args) or ""
