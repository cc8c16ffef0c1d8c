"""A plain loop of todoist-api-python's `add_task`: ADDRESS TOKEN TASKS.

TASKS is a JSON list of what `item_add` is told, of which it sends what people see.
"""

import json
import sys
from datetime import date
from pathlib import Path

from todoist_api_python._core import endpoints
from todoist_api_python.api import TodoistAPI


def main(address: str, token: str, tasks: str) -> None:
    """Add them all, one by one, to a project of their own."""
    # It has no setting for another server than Todoist's, and asks for this at each request.
    endpoints.API_URL = address
    with TodoistAPI(token) as api:
        project = api.add_project("Synthetic")
        for told in json.loads(Path(tasks).read_text("utf-8")):
            api.add_task(
                told["content"],
                description=told["description"],
                project_id=project.id,
                priority=told["priority"],
                due_date=date.fromisoformat(told["due"]["date"]),
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
