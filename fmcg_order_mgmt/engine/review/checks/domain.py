"""Orders that an administrator describes by a domain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..check import IN_GENERAL, Check, Found
from ..facts import OrderFacts


@dataclass(frozen=True)
class Domains:
    """Keys of the rules whose domain the order fits; ``broken`` says by rule why a domain cannot be used."""

    fitting: frozenset[int] = frozenset()
    broken: Mapping[int, str] = field(default_factory=dict)


class BrokenDomain(ValueError):
    """A domain that cannot be used any more."""


class DomainRule(Check):
    code = "domain"
    sentences = {"domain": "%(message)s"}
    questions = {"domain": IN_GENERAL}
    repeats = True

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield the rule's own message where the order fits. BrokenDomain: it cannot be told."""
        domains = order.part(Domains) or Domains()
        if self.rule.key in domains.broken:
            raise BrokenDomain(domains.broken[self.rule.key])
        if self.rule.key in domains.fitting:
            yield Found("domain", "order")
