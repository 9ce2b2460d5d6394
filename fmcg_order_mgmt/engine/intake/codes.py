"""Find the product that a code, a barcode, a customer's own code or a learnt word means."""

import re
from dataclasses import dataclass

from . import language
from .model import Answer, Customer, Knowledge, Question


@dataclass(frozen=True)
class Match:
    """A described product: key and score, or a question with ready answers (``block`` where nothing fits)."""

    product: int | None
    score: float
    question: Question | None = None
    answers: tuple[Answer, ...] = ()
    block: bool = False
    note: str = ""
    unit: str | None = None


def is_gtin(word: str) -> bool:
    """Return whether a word can be a barcode by its form."""
    return word.isdigit() and len(word) >= 8


def gtin(word: str) -> str:
    """Return a number in one form: GTIN-8, 12, 13 and 14 are equal when leading zeros make them so."""
    word = word.strip()
    return word.zfill(14) if is_gtin(word) else word.lower()


def one_form(words: str) -> str:
    """Return words in the form in which those that stand for a product are compared."""
    return re.sub(r"\s+", " ", language.flat(words)).strip()


class Codes:
    """The products of a knowledge by all that names exactly one of them."""

    def __init__(self, knowledge: Knowledge):
        self.products = {p.key: p for p in knowledge.products}
        self.codes = {p.code.lower(): p.key for p in knowledge.products if p.code}
        self.barcodes: dict[str, tuple[int, str | None]] = {}
        for p in knowledge.products:
            self.barcodes.update({gtin(b): (p.key, kind) for b, kind in p.unit_barcodes.items()})
            self.barcodes.update({gtin(b): (p.key, None) for b in p.barcodes})
        # words may outlive their product: one that is not sold any more means nothing
        self.aliases = {one_form(w): k for w, k in knowledge.aliases.items() if k in self.products}
        self._know_customers(knowledge)

    def _know_customers(self, knowledge: Knowledge) -> None:
        """Take in the customers' own words; their codes are taken in as they are asked for."""
        own = knowledge.customer_aliases
        self.own = {(c, one_form(w)): k for (c, w), k in own.items() if k in self.products}
        self.customer_codes: dict[int, tuple[dict[str, int], dict[str, int]]] = {}
        self.code_shapes: dict[int, set[str]] = {}

    def code(self, word: str, customer: Customer | None) -> int | None:
        """Return the product of an exact code or barcode, the customer's own codes first."""
        found = self.exact(word, customer)
        return found.product if found else None

    def exact(self, word: str, customer: Customer | None) -> Match | None:
        """Return the match of an exact code or barcode, the customer's own codes first."""
        return self.own_code(word, customer) or self.our_code(word) or self.barcode(word)

    def own_code(self, word: str, customer: Customer | None) -> Match | None:
        """Return the product that the customer calls by this item code; what was learnt of it comes first."""
        if customer is None or not (customer.codes or customer.learnt):
            return None
        if customer.key not in self.customer_codes:
            listed = {code.lower(): key for code, key in customer.codes.items()}
            self.customer_codes[customer.key] = {gtin(c): key for c, key in customer.learnt.items()}, listed
        learnt, listed = self.customer_codes[customer.key]
        return self._sure(learnt.get(gtin(word))) or self._sure(listed.get(word.strip().lower()))

    def like_own_codes(self, word: str, customer: Customer | None) -> bool:
        """Return whether a flat word looks like the customer's own codes, known or not: LL-099."""
        if customer is None or not customer.codes or not any(c.isdigit() for c in word):
            return False
        if customer.key not in self.code_shapes:
            shapes = {re.sub(r"\d", "0", code.lower()) for code in customer.codes}
            self.code_shapes[customer.key] = {s for s in shapes if not s.isdigit()}
        return re.sub(r"\d", "0", word) in self.code_shapes[customer.key]

    def our_code(self, word: str) -> Match | None:
        """Return the product with this code of ours."""
        return self._sure(self.codes.get(word.strip().lower()))

    def barcode(self, word: str) -> Match | None:
        """Return the product of a GTIN; that of a case or an inner pack brings its kind of pack."""
        key, unit = self.barcodes.get(gtin(word), (None, None))
        return self._sure(key, unit)

    def _sure(self, key: int | None, unit: str | None = None) -> Match | None:
        return Match(key, 1.0, unit=unit) if key in self.products else None

    def alias(self, text: str, customer: Customer | None) -> int | None:
        """Return the product that exactly these flat words stand for, the customer's own words first."""
        key = self._own_alias(text, customer)
        return self.aliases.get(text) if key is None else key

    def _own_alias(self, text: str, customer: Customer | None) -> int | None:
        return self.own.get((customer.key, text)) if customer else None

    def own_word(self, words: str, customer: Customer | None) -> Match | None:
        """Return the product that exactly these words stand for when this customer writes them."""
        return self._sure(self._own_alias(one_form(words), customer))
