"""What a person's plan allows, and the person, as `/sync` and `GET /user` show them."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.todoist.wire import Row


@dataclass(frozen=True)
class Limits:
    """Documentation "Sync/User/User plan limits", whose example is the free plan."""

    plan_name: str = "free"
    max_projects: int = 5
    max_tasks: int = 300
    max_sections: int = 20
    max_labels: int = 500
    deadlines: bool = True
    durations: bool = True
    comments: bool = True
    labels: bool = True
    completed_tasks: bool = True
    activity_log: bool = True
    activity_log_limit: int = 7
    reminders: bool = False

    @property
    def shown(self) -> Row:
        return {"current": asdict(self), "next": None}


def user(name: str, zone: str, inbox: str, now: datetime) -> Row:
    """Documentation "Sync/User", with what the official TypeScript client wants to be there."""
    return {
        "id": name,
        "email": "nurse@example.org",
        "full_name": "A Nurse",
        "activated_user": True,
        "auto_reminder": 0,
        "business_account_id": None,
        "daily_goal": 5,
        "date_format": 0,
        "days_off": [6, 7],
        "feature_identifier": f"{name}_0",
        "features": {
            "beta": 0,
            "dateist_inline_disabled": False,
            "dateist_lang": None,
            "has_push_reminders": False,
            "karma_disabled": False,
            "karma_vacation": False,
            "restriction": 3,
        },
        "getting_started_guide_projects": None,
        "has_magic_number": True,
        "has_password": True,
        "image_id": None,
        "inbox_project_id": inbox,
        "is_celebrations_enabled": True,
        "is_deleted": False,
        "is_premium": False,
        "joinable_workspace": None,
        "joined_at": "2020-01-01T00:00:00.000000Z",
        "karma": 0,
        "karma_trend": "-",
        "lang": "en",
        "next_week": 1,
        "premium_status": "not_premium",
        "premium_until": None,
        "share_limit": 5,
        "sort_order": 0,
        "start_day": 1,
        "start_page": "today",
        "theme_id": "11",
        "time_format": 0,
        "tz_info": _zone(zone, now),
        "unique_prefix": 1,
        "verification_status": "legacy",
        "websocket_url": "wss://ws.todoist.com/ws?token=CANARY-websocket",
        "weekend_start_day": 6,
        "weekly_goal": 25,
    }


def _zone(name: str, now: datetime) -> Row:
    there = now.astimezone(ZoneInfo(name))
    minutes = (there.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = -1 if minutes < 0 else 1
    return {
        "timezone": name,
        "gmt_string": f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}",
        "hours": sign * hours,
        "minutes": sign * rest,
        "is_dst": int(bool(there.dst())),
    }
