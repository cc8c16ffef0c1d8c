"""Doist's own client, whose requests travel as ours do: through the `Line`.

It looks at single objects, where one that it can't read costs nothing. It doesn't sync: it has no `/sync`,
nothing of its is safe to repeat, and an odd value costs it a whole page.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
from todoist_api_python.api import TodoistAPI

from integrations.todoist.api import TODOIST, Api
from planner.errors import PlannerError

_ROOT = urlsplit(TODOIST).path


class _Through(httpx.BaseTransport):
    """Sends what the client asks for, and gives it the answer; where that is from is the `Api`'s to say."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See `httpx.BaseTransport`. Raises what the `Line` raises."""
        # Whatever host the client has in mind, the token goes to ours alone.
        path = request.url.raw_path.decode("ascii").removeprefix(_ROOT)
        address = f"{self._api.address}{path}"
        headers, body = dict(request.headers), request.read() or None
        answer = self._api.line.ask(
            lambda: self._api.transport(request.method, address, headers, body), harmless=True
        )
        return httpx.Response(answer.status, content=answer.content, request=request)


def project_name(api: Api, project: str) -> str | None:
    """What a project is called; None when it is gone or archived. Raises PlannerError."""
    client = TodoistAPI(api.token(), client=httpx.Client(transport=_Through(api)))
    try:
        found = client.get_project(project)
    except httpx.HTTPStatusError as error:
        if error.response.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}:
            return None
        raise PlannerError(
            f"{api.line.service}: Todoist doesn't show its project (status {error.response.status_code})",
            "Try again later.",
        ) from None
    except PlannerError:
        raise
    except Exception:  # noqa: BLE001 - it is there, and the client has met a value that it doesn't know
        return project
    return None if found.is_archived else found.name
