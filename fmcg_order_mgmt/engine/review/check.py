"""What a check is, and how the checks of an order are run."""

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from . import wording
from .facts import OrderFacts

_logger = logging.getLogger(__name__)

SEVERITIES = ("info", "warn", "block")
CHECKS: dict[str, type["Check"]] = {}
LONGEST_REASON = 200


@dataclass(frozen=True)
class Remedy:
    """What would settle a finding, about its product or about the whole order.

    ``kind``: ``quantity`` orders this many base units of the product, ``remove`` none, ``unit`` this many of
    another unit (its key), ``add`` puts this many on an order that lacks it, ``date`` asks for another day
    of delivery (ISO 8601), ``replace`` takes so many base units of another product (its key) ``instead`` of
    so many, which are all that is ordered, ``split`` takes ``moves``, pairs of a product and its base units,
    to a second order.
    """

    kind: str
    quantity: float = 0.0
    unit: int | None = None
    date: str | None = None
    product: int | None = None
    instead: float = 0.0
    moves: tuple[tuple[int, float], ...] = ()


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


@dataclass(frozen=True)
class Rule:
    """A check as the company wants it; without order types, channels or company it is for all of them."""

    key: int
    code: str
    severity: str
    parameters: Mapping[str, float] = field(default_factory=dict)
    order_types: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    company: int | None = None

    def is_for(self, order: OrderFacts) -> bool:
        """Tell whether the order is one of those that the rule is limited to."""
        return (
            self.company in (None, order.company)
            and (not self.order_types or order.order_type in self.order_types)
            and (not self.channels or order.channel in self.channels)
        )


class Check:
    """A check of one order. A subclass with a ``code`` is known from its definition on.

    It says all there is to say about it: which parameters a rule may set, the sentence of each code that it
    uses and what the customer is asked about it, marked by ``wording._lt``, and how their figures are shown.
    """

    code: ClassVar[str] = ""
    # Names and values of the parameters that a rule may set.
    defaults: ClassVar[Mapping[str, float]] = {}
    sentences: ClassVar[Mapping[str, str]] = {}
    # By code, what to ask the customer about it, with the same figures; ``IN_GENERAL`` where it is no matter
    # for the customer.
    questions: ClassVar[Mapping[str, str]] = {}
    # By figure: money, quantity or date; others are shown as they are.
    shown: ClassVar[Mapping[str, str]] = {}
    # Whether several rules of it may hold for the same orders.
    repeats: ClassVar[bool] = False

    def __init_subclass__(cls):
        if cls.code:
            CHECKS[cls.code] = cls

    def __init__(self, rule: Rule):
        self.rule = rule
        self.parameters = {**self.defaults, **rule.parameters}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield what speaks against the order."""
        raise NotImplementedError

    @classmethod
    def sentence(cls, code: str) -> str:
        """Return the sentence of a code, "" for none."""
        return cls.sentences.get(code) or COMMON.get(code, "")

    @classmethod
    def question(cls, code: str) -> str:
        """Return what to ask the customer about a code, ``IN_GENERAL`` where there are no words for it."""
        return cls.questions.get(code) or IN_GENERAL


# What the customer can be asked whatever was found.
IN_GENERAL = wording._lt("Before we deliver it: is everything on it as you want it?")
# What may be found by any check.
COMMON = {
    "check_failed": wording._lt(
        "The check “%(rule)s” could not run (%(reason)s). Ask an administrator to mend it."
    ),
    "order_unreadable": wording._lt(
        "The order could not be checked (%(reason)s). Ask an administrator to mend it."
    ),
}


class Gone(Check):
    """Stands for a check that a rule names and nobody has brought, such as that of a removed addon."""

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Fail on every order: what was to be checked was not."""
        raise LookupError(self.rule.code)


@dataclass(frozen=True)
class Finding:
    """What a rule found, with the severity that counts."""

    rule: int
    severity: str
    found: Found


def run(orders: Iterable[OrderFacts], rules: Sequence[Rule]) -> dict[int, list[Finding]]:
    """Return the findings of each order by its key, in the order of the rules.

    A check that raises, or that is not there, is one blocking finding of the order that it failed on; all
    others go on. So is an order that could not be read.
    """
    orders = list(orders)
    results: dict[int, list[Finding]] = {order.key: [] for order in orders}
    for order in orders:
        if order.unreadable:
            results[order.key] = _unreadable(order, rules)
    readable = [order for order in orders if not order.unreadable]
    for check in [CHECKS.get(rule.code, Gone)(rule) for rule in rules]:
        failures = []
        for order in filter(check.rule.is_for, readable):
            try:
                results[order.key] += _findings(check, order)
            except Exception as error:  # pylint: disable=broad-exception-caught
                results[order.key].append(_failure(check, error))
                failures.append(error)
        if failures:
            _log(check, failures)
    return results


def _findings(check: Check, order: OrderFacts) -> list[Finding]:
    rule = check.rule
    return [
        Finding(rule.key, min(rule.severity, found.at_most, key=SEVERITIES.index), found)
        for found in check.find(order)
    ]


def _unreadable(order: OrderFacts, rules: Sequence[Rule]) -> list[Finding]:
    # A finding belongs to a rule: the first of those that could not look at the order.
    found = Found("order_unreadable", "order", {"reason": order.unreadable})
    return [Finding(rule.key, "block", found) for rule in rules if rule.is_for(order)][:1]


def _failure(check: Check, error: Exception) -> Finding:
    return Finding(check.rule.key, "block", Found("check_failed", "check", {"reason": reason_of(error)}))


def reason_of(error: Exception) -> str:
    """Return the words of an error for a finding, in one line of at most ``LONGEST_REASON`` characters."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON]


def _log(check: Check, failures: Sequence[Exception]) -> None:
    log_place(_logger, f"Check {check.rule.code} failed on {len(failures)} orders", failures[0])


def log_place(logger: logging.Logger, what: str, error: Exception) -> None:
    """Log where something failed; what it failed on may be a customer's and stays out of the log."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.warning("%s, %s at:\n%s", what, type(error).__name__, where)
