"""What a check is, and how the checks of an order are run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from .facts import OrderFacts

SEVERITIES = ("info", "warn", "block")
CHECKS: dict[str, type["Check"]] = {}


@dataclass(frozen=True)
class Remedy:
    """What would settle a finding about one product of the order.

    ``kind``: ``quantity`` orders this many base units of it, ``remove`` none,
    ``add`` puts this many on the order, which lacks it.
    """

    kind: str
    quantity: float = 0.0


@dataclass(frozen=True)
class Found:
    """Something that a check found.

    ``code`` names the sentence and ``figures`` its values; ``subject`` tells findings of one code apart and
    stays the same when the check runs again. ``at_most`` caps the severity that the rule asks for.
    ``remedies`` are ways out, the likeliest first.
    """

    code: str
    subject: str
    figures: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    product: int | None = None
    at_most: str = "block"
    remedies: tuple[Remedy, ...] = ()


class Check:
    """A check of one order. A subclass with a ``code`` is known from its definition on."""

    code: ClassVar[str] = ""
    # Names and values of the parameters that a rule may set.
    defaults: ClassVar[Mapping[str, float]] = {}

    def __init_subclass__(cls):
        CHECKS[cls.code] = cls

    def __init__(self, parameters: Mapping[str, float]):
        self.parameters = {**self.defaults, **parameters}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield what speaks against the order."""
        raise NotImplementedError


@dataclass(frozen=True)
class Rule:
    """A check as the company wants it."""

    key: int
    code: str
    severity: str
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What a rule found, with the severity that counts."""

    rule: int
    severity: str
    found: Found


def run(orders: Iterable[OrderFacts], rules: Sequence[Rule]) -> dict[int, list[Finding]]:
    """Return the findings of each order by its key, in the order of the rules. KeyError: no such check."""
    checks = [(rule, CHECKS[rule.code](rule.parameters)) for rule in rules]
    return {
        order.key: [
            Finding(rule.key, min(rule.severity, found.at_most, key=SEVERITIES.index), found)
            for rule, check in checks
            for found in check.find(order)
        ]
        for order in orders
    }
