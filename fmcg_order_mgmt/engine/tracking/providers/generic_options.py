"""The description of a tracking service that no adapter knows, as its account's options hold it.

``path`` after the account's address, ``method``, ``headers`` and ``body`` (JSON; with ``form`` sent as a
form) say how to ask; they may hold {number}, {carrier}, {phone}, {ref}, {postcode}, {country}, {customer} and
{key}, headers and body also {basic}. ``events`` is where the list of scans is, ``number`` and ``eta`` where
those are: names with dots between them. ``time``, ``code``, ``text`` and ``place`` are the names inside a
scan; ``time_format`` is epoch, epoch_ms or as strptime has it, when it is not ISO 8601, and ``zone`` the
time zone of times without one, by name or as +08:00. ``states`` has for each code the canonical state or
[state, reason]. ``carriers`` is a list of [form of number, code of carrier].

``push`` tells of calls to us: the ``header`` with the HMAC-SHA256 of the body, as ``encoding`` hex or base64
behind a ``prefix``, and where it differs ``number``, ``events`` and ``eta``; ``full`` when each has the whole
journey. ``subscribe`` is a call like the question, with {callback}, for services that have to be told.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Any

from ..canonical import code_of
from ..options import Fault, checked
from ..templates import places

PLACES = frozenset({"number", "carrier", "phone", "ref", "postcode", "country", "customer", "key"})
BASIC, CALLBACK = frozenset({"basic"}), frozenset({"callback"})
METHODS = ("GET", "POST")
ENCODINGS = ("hex", "base64")

_CALL = {"path": str, "method": str, "headers": dict, "body": object, "form": bool}
_KINDS = _CALL | {
    "events": str,
    "number": str,
    "eta": str,
    "time": str,
    "code": str,
    "text": str,
    "place": str,
    "time_format": str,
    "zone": str,
    "states": dict,
    "carriers": list,
    "push": dict,
    "subscribe": dict,
}
_PUSH = {
    "header": str,
    "encoding": str,
    "prefix": str,
    "number": str,
    "events": str,
    "eta": str,
    "full": bool,
}

_PATH = re.compile(r"/(?!/)[!-\[\]-~]*")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# They say where a message goes and where it ends.
_OWN_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te"})
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
# Signs, digits and sets of them, repeated: enough for numbers, and too little to search for ever.
_FORM = re.compile(r"\^?(?:(?:\\d|\[[0-9A-Z-]+\]|[0-9A-Z-])(?:\{\d{1,2}(?:,\d{1,2})?\}|[?*+])?)+\$?")
_REPEATED = re.compile(r"[?*+]|\{\d+,\d+\}")
_REPEATED_MOST = 4


def faults(options: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with the description, as key and one of SAYS; nothing when it can be used."""
    if not isinstance(options, Mapping):
        return [("", "kind")]
    found = list(checked(options, _KINDS))
    found += [(key, "missing") for key in ("path", "events", "time") if not options.get(key)]
    if found:
        return found
    return [
        *_call_faults("", options, frozenset()),
        *_reading_faults(options),
        *_carrier_faults(options.get("carriers", [])),
        *_push_faults(options.get("push"), options),
        *_subscribe_faults(options.get("subscribe")),
    ]


def zone_of(name: str) -> dt.tzinfo | None:
    """Return the time zone of a name or an offset, None when there is none."""
    offset = _OFFSET.fullmatch(name)
    try:
        if not offset:
            return zoneinfo.ZoneInfo(name)
        span = dt.timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return dt.timezone(span if offset[1] == "+" else -span)
    except (KeyError, ValueError, OSError):
        return None


def form_of(pattern: Any) -> re.Pattern | None:
    """Return the form of a number that somebody wrote down, None when it is not one that is safe to use."""
    safe = isinstance(pattern, str) and len(pattern) <= 100 and _FORM.fullmatch(pattern)
    if not safe or len(_REPEATED.findall(pattern)) > _REPEATED_MOST:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _call_faults(before: str, call: Mapping[str, Any], more: frozenset[str]) -> Iterator[Fault]:
    path, headers, body = call["path"], call.get("headers", {}), call.get("body")
    if not _PATH.fullmatch(path) or "#" in path or ".." in path.split("?")[0].split("/"):
        yield f"{before}path", "unsafe"
    if call.get("method", "GET") not in METHODS:
        yield f"{before}method", "choice"
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or name.lower() in _OWN_HEADERS:
            yield f"{before}headers.{name}", "unsafe"
        elif not isinstance(value, str):
            yield f"{before}headers.{name}", "kind"
        elif not (value.isascii() and value.isprintable()):
            yield f"{before}headers.{name}", "unsafe"
    if call.get("form") and not (
        isinstance(body, dict) and all(isinstance(value, str) for value in body.values())
    ):
        yield f"{before}body", "kind"
    allowed = PLACES | more
    for key, template, also in (("path", path, allowed), ("headers", headers, allowed | BASIC)):
        if places(template) - also:
            yield f"{before}{key}", "unknown"
    if places(body) - allowed - BASIC:
        yield f"{before}body", "unknown"
    if "number" not in places(path) | places(body) | places(headers):
        yield f"{before}path", "number"


def _reading_faults(options: Mapping[str, Any]) -> Iterator[Fault]:
    if options.get("zone") and zone_of(options["zone"]) is None:
        yield "zone", "unknown"
    kind = options.get("time_format", "")
    if kind and kind not in ("epoch", "epoch_ms") and "%" not in kind:
        yield "time_format", "choice"
    for code, value in options.get("states", {}).items():
        if code_of(value) is None:
            yield f"states.{code}", "choice"


def _carrier_faults(carriers: list[Any]) -> Iterator[Fault]:
    for place, pair in enumerate(carriers):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)):
            yield f"carriers.{place}", "kind"
        elif form_of(pair[0]) is None:
            yield f"carriers.{place}", "unsafe"


def _push_faults(push: Mapping[str, Any] | None, options: Mapping[str, Any]) -> Iterator[Fault]:
    if push is None:
        return
    yield from checked(push, _PUSH, "push.")
    if not _HEADER.fullmatch(str(push.get("header", ""))):
        yield "push.header", "missing"
    if push.get("encoding", "hex") not in ENCODINGS:
        yield "push.encoding", "choice"
    if not (push.get("number") or options.get("number")):
        yield "push.number", "missing"


def _subscribe_faults(call: Mapping[str, Any] | None) -> Iterator[Fault]:
    if call is None:
        return
    found = list(checked(call, _CALL, "subscribe."))
    if not call.get("path"):
        found.append(("subscribe.path", "missing"))
    yield from found or _call_faults("subscribe.", call, CALLBACK)
