"""What all readers of providers' JSON share: nothing in it is certain, not even its type."""

import datetime as dt
import json
from typing import Any

MAX_EVENTS = 500
MAX_TEXT = 1000

# China has had one zone without summer time since 1991, so no zone database is needed.
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def text(value: Any, limit: int = MAX_TEXT) -> str:
    """Return a JSON text or number as text of at most ``limit`` signs; everything else is nothing."""
    if isinstance(value, str):
        # Neither NUL nor half of a surrogate pair can be stored or signed.
        return value.replace("\x00", "").strip()[:limit].encode("utf-8", "replace").decode()
    return str(value)[:limit] if isinstance(value, int) and not isinstance(value, bool) else ""


def mapping(value: Any) -> dict[str, Any]:
    """Return a JSON object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: Any, limit: int | None = MAX_EVENTS) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, at most the first ``limit``; none for anything else."""
    return [row for row in value if isinstance(row, dict)][:limit] if isinstance(value, list) else []


def moment(value: Any, zone: dt.tzinfo = dt.timezone.utc) -> dt.datetime | None:
    """Return a time in UTC; one without zone is ``zone``'s, one without hours is the end of that day."""
    words = text(value, 64).replace("/", "-").replace("Z", "+00:00")
    try:
        found = dt.datetime.fromisoformat(words)
        if len(words) == len("2000-01-01"):
            found = found.replace(hour=23, minute=59, second=59)
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        return found.astimezone(dt.timezone.utc)
    except (ValueError, OverflowError):
        return None


def has_zone(value: Any) -> bool:
    """Say whether a time names its own zone."""
    words = text(value, 64)
    return words.endswith("Z") or "+" in words[10:] or "-" in words[10:]


def dumped(value: Any) -> str:
    """Return one object of a reply as the text to keep of it."""
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    except RecursionError:
        return ""
