"""Requests and replies between the HTTP server and the protocols."""

import json
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message as Headers
from typing import Any

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True)
class Request:
    """What came in; ``query`` holds every value of each name."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Headers
    body: bytes = b""

    def form(self) -> dict[str, str]:
        """Return the fields of a form; nobody sees fields in a body that is not one."""
        if self.headers.get_content_type() != FORM:
            return {}
        return dict(urllib.parse.parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def json(self) -> Any:
        """Return the body's JSON value; None when it is not readable as one."""
        return parsed(self.body)

    def one(self, name: str) -> str:
        """Return the first value of this name in the address, '' when there is none."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True)
class Reply:
    """What goes out: HTML when it begins like it, else JSON."""

    body: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "text/html" if self.body.startswith("<") else JSON


@dataclass(frozen=True)
class Message:
    """A push to the customer's system, ready to be posted."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def parsed(text: str | bytes) -> Any:
    """Return a JSON text's value, None when it cannot be read, or not be written again as UTF-8."""
    try:
        value = json.loads(text)
        # Half a pair of surrogates is no character.
        written(value).encode()
        return value
    except (ValueError, RecursionError):
        return None


def written(value: Any) -> str:
    """Return a value as JSON text, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False)


def reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply with this value as JSON."""
    return Reply(written(value), status, headers or {})
