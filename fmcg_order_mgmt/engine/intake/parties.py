"""Who a message is from or about: customers found by number, by name, or by their names inside a text."""

import re
from collections.abc import Iterable

from . import language
from .model import Customer, Knowledge

HAN = re.compile(r"[\u4e00-\u9fff]+")
STREETS = tuple("路街巷弄道")
NUMBERED = re.compile(r"-\d{3,}")


class Parties:
    """The customers of a knowledge, prepared once for looking them up.

    ``before`` are those of an earlier one: what a customer is called is taken from there if it is the same.
    """

    def __init__(self, knowledge: Knowledge, before: "Parties | None" = None):
        self.customers = knowledge.customers
        known = before.words if before else {}
        self.by_key = {c.key: c for c in knowledge.customers}
        # key to (customer, its names in one form)
        self.words: dict[int, tuple[Customer, frozenset[str]]] = {}
        self._by_word: dict[str, set[int]] = {}
        self._names: dict[str, list[Customer]] = {}
        # how long the names are that begin with two characters
        self._lengths: dict[str, set[int]] = {}
        for customer in knowledge.customers:
            same, words = known.get(customer.key, (None, frozenset()))
            words = words if same is customer else _called(customer)
            self.words[customer.key] = customer, words
            for word in words:
                self._by_word.setdefault(word, set()).add(customer.key)
            code = language.flat(customer.code)
            for word in {w for w in words if len(w) > 1 and w != code}:
                self._names.setdefault(word, []).append(customer)
                self._lengths.setdefault(word[:2], set()).add(len(word))

    def called(self, words: Iterable[str]) -> Customer | None:
        """Return the one customer with such a number, code, name or alias; None where two are meant."""
        found = [self._by_word.get(language.flat(w or "").strip(), set()) for w in words]
        sure = {key for keys in found if len(keys) == 1 for key in keys}
        return self.by_key[sure.pop()] if len(sure) == 1 else None

    def buyer(self, ids: Iterable[str], names: Iterable[str], sender: int | None) -> Customer | None:
        """Return whom a document names as its buyer; the sender where it names nobody else.

        A location number of which the sender knows another one means a shop that is not known yet: nobody.
        """
        ids = [i for i in ids if i]
        known = self.by_key.get(sender)
        found = self.called(ids)
        if found:
            return found
        named = self.called(names)
        if named and (known is None or named == known):
            return named
        numbers = {a for a in known.aliases if a.isdigit() and len(a) == 13} if known else set()
        other = any(i.isdigit() and len(i) == 13 and i not in numbers for i in ids)
        return None if numbers and other else known

    def named_in(self, text: str) -> list[tuple[int, int, Customer]]:
        """Return (start, end, customer) of every customer's name in a flat text.

        Longer names win over those in them; of a name that several customers share each is told.
        """
        hits = []
        for start in range(len(text)):
            for end in (start + length for length in self._lengths.get(text[start : start + 2], ())):
                customers = self._names.get(text[start:end], ())
                if customers and end <= len(text) and _clear(text, start, end):
                    hits += [(start, end, customer) for customer in customers]
        found: list[tuple[int, int, Customer]] = []
        for start, end, customer in sorted(hits, key=lambda x: (x[0] - x[1], x[0])):
            if not any(a < end and start < b and (a, b) != (start, end) for a, b, _c in found):
                found.append((start, end, customer))
        return sorted(found, key=lambda x: x[0])


def _called(customer: Customer) -> frozenset[str]:
    """What a customer is called: code, name, aliases and a Chinese part of the name, in one form."""
    names = (customer.code, customer.name, *customer.aliases, *_scripts(customer.name))
    return frozenset(filter(None, (language.flat(w).strip() for w in names)))


def _scripts(name: str) -> list[str]:
    """The Chinese part of a name in two scripts: shops are called by one of them."""
    parts = HAN.findall(name)
    return parts if len(parts) == 1 and parts[0] != name and len(parts[0]) > 2 else []


def _clear(text: str, start: int, end: int) -> bool:
    """Whether a name stands for itself there: Ali is not meant in Alibi, nor 88 in 188."""
    if NUMBERED.match(text, end):
        return False  # GCH-7781 is an order of the GCH
    if text[end : end + 1] in STREETS and text[end - 1] > "\u3000":
        return False  # 桥南路 is where somebody lives, and not 桥南
    return not (_joins(text[start - 1 : start], text[start]) or _joins(text[end : end + 1], text[end - 1]))


def _joins(neighbour: str, edge: str) -> bool:
    return neighbour.isalnum() and neighbour.isascii() and edge.isalnum() and edge.isascii()
