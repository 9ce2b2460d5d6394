"""What may be wrong with the options of an account, and how it is said."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .reading import text

Fault = tuple[str, str]

SAYS = {
    "missing": "is missing",
    "kind": "has a value of another kind",
    "unknown": "is not known",
    "unsafe": "could lead somewhere else",
    "choice": "is none of the possible values",
    "number": "does not say which {number} is asked for",
}


def checked(
    options: Mapping[str, Any], allowed: Mapping[str, type | tuple[str, ...]], before: str = ""
) -> Iterator[Fault]:
    """Yield the keys that are not allowed, or whose value is of another type or none of the choices."""
    for key, value in options.items():
        wanted = allowed.get(key)
        if wanted is None:
            yield f"{before}{key}", "unknown"
        elif isinstance(wanted, tuple):
            if text(value) not in wanted:
                yield f"{before}{key}", "choice"
        elif not isinstance(value, wanted):
            yield f"{before}{key}", "kind"


def said(faults: Iterable[Fault]) -> tuple[str, ...]:
    """Return faults as lines for people."""
    return tuple(f"{key or 'options'}: {SAYS[fault]}" for key, fault in faults)
