"""What type an order is by what is in it: how much of it is promotion, and what says so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

# What a line is counted as, where several hold; the earlier one wins.
KINDS = ("reward", "free", "price", "program")
# What speaks of the order as a whole.
WHOLE = ("campaign", "words")


@dataclass(frozen=True)
class Sign:
    """Something that says promotion: its kind, what it is called, and what it is worth at list prices.

    ``line`` is the key of the line it is about, None for the whole order (campaign, the customer's words).
    """

    kind: str
    name: str
    value: float = 0.0
    line: int | None = None


@dataclass(frozen=True)
class Kind:
    """A type that orders can have by evidence: from which share of promotional value on, 0 to 1."""

    key: int
    share_from: float


@dataclass(frozen=True)
class Sorted:
    """The type of an order (None: what its channel says), the share of promotional value, and the signs."""

    kind: int | None
    share: float
    reasons: tuple[Sign, ...]


def sort(total: float, signs: Iterable[Sign], kinds: Iterable[Kind]) -> Sorted:
    """Return the type of an order that is worth ``total`` at list prices, free goods included.

    Each line counts once. Of the types whose share is reached, the one with the highest counts; a sign for
    the whole order reaches at least the lowest.
    """
    counted = _each_line_once(signs)
    share = min(sum(sign.value for sign in counted) / total, 1.0) if total > 0 else 0.0
    reached = sorted(kinds, key=lambda kind: kind.share_from)
    fitting = [kind for kind in reached if share and share >= kind.share_from]
    if not fitting and any(sign.kind in WHOLE for sign in counted):
        fitting = reached[:1]
    return Sorted(fitting[-1].key if fitting else None, round(share, 4), _merged(counted))


def _each_line_once(signs: Iterable[Sign]) -> list[Sign]:
    rank = {kind: place for place, kind in enumerate(KINDS)}
    best: dict[object, Sign] = {}
    for place, sign in enumerate(signs):
        key = ("whole", place) if sign.line is None else sign.line
        if key not in best or rank[sign.kind] < rank[best[key].kind]:
            best[key] = sign
    return list(best.values())


def _merged(signs: list[Sign]) -> tuple[Sign, ...]:
    """One reason for each thing that says so, the most valuable first."""
    found: dict[tuple[str, str], Sign] = {}
    for sign in signs:
        key = (sign.kind, sign.name)
        value = sign.value + (found[key].value if key in found else 0.0)
        found[key] = replace(sign, value=round(value, 2), line=None)
    return tuple(sorted(found.values(), key=lambda sign: (-sign.value, sign.kind, sign.name)))
