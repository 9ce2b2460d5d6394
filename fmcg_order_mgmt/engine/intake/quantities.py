"""Finding the quantities in a clause of flat text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from . import language, numbers
from .language import blank
from .lines import Amount, Desk
from .matcher import PACK, SIZE
from .model import Customer

UNCOUNTED = {"几", "some", "several", "a few"}
EITHER = re.compile("还是|或者?|or")


@dataclass(frozen=True)
class Quantity:
    """A quantity at ``span`` of the flat text."""

    span: tuple[int, int]
    amount: Amount


class Quantities:
    """Finder of quantities in what one customer wrote; ``words`` maps a unit word to its kind."""

    def __init__(self, desk: Desk, customer: Customer | None, words: Mapping[str, str]):
        self.desk, self.customer, self.words = desk, customer, words

    def find(self, flat: str, start: int, end: int) -> list[Quantity]:
        """Return the quantities from ``start`` to ``end``; sizes, packs and codes are none."""
        clause = flat[start:end]
        safe = blank(blank(clause, PACK), SIZE)
        for token in re.finditer(r"[a-z0-9][a-z0-9_-]*", safe):
            if self.desk.index.code(token[0], self.customer) is not None or re.fullmatch(
                r"\d{8,14}", token[0]
            ):
                safe = safe[: token.start()] + " " * len(token[0]) + safe[token.end() :]
        units_re = "|".join(
            re.escape(w) + (r"(?![a-z])" if w.isascii() else "")
            for w in sorted(self.words, key=len, reverse=True)
        )
        english = "|".join(sorted(numbers.ENGLISH.keys() - {"zero"}, key=len, reverse=True))
        pattern = re.compile(
            rf"(?P<low>\d+\s*[-~到或]\s*)?(?P<n>-?(?:\d+\s+1/2|(?<![a-z])[oil]\d+[oil]*(?![a-z\d])|\d+[oil]+(?![a-z\d])|{numbers.PLAIN}|"
            rf"{numbers.CHINESE}|几|半|(?<![a-z])(?:some|several|a few|{english})(?![a-z])|"
            rf"(?<![a-z])[a-z]{{1,3}}(?=\s?[箱件瓶罐相])))(?P<more>来)?\s*(?P<u>{units_re})?(?P<half>半)?"
        )
        found = [(m, self._quantity(flat, m, start)) for m in pattern.finditer(safe)]
        kept = [(m, q) for m, q in found if q]
        return self._joined(
            flat,
            [
                q
                for i, (m, q) in enumerate(kept)
                if not self._is_size(m, kept[i + 1 :], safe)
                and not (i and self._is_size_behind(kept[i - 1][0], m, safe))
            ],
        )

    def _is_size(self, m: re.Match, later: list, clause: str) -> bool:
        """Whether a number is the size in 可乐330 10箱 or 330罐装5箱: a known one before the quantity."""
        if not later or numbers.number(m["n"]) not in self.desk.index.magnitudes:
            return False
        between = clause[m.end() : later[0][0].start()].strip(" x×*装来要再加多补改成为到")
        piece = self.words.get(m["u"]) == "piece" and numbers.number(m["n"]) >= 100
        return not between and (not m["u"] or piece)

    def _is_size_behind(self, amount: re.Match, m: re.Match, clause: str) -> bool:
        """Whether a number is the size in six cases of cola 500: it ends what an amount with a unit began."""
        if m["u"] or not amount["u"] or numbers.number(m["n"]) not in self.desk.index.magnitudes:
            return False
        words = clause[amount.end() : m.start()], clause[: amount.start()], clause[m.end() :]
        named, before, behind = (set(re.findall(r"[a-z]{3,}", x)) - language.FILLER_WORDS for x in words)
        return bool(named) and not before and not behind

    def _quantity(self, flat: str, m: re.Match, offset: int) -> Quantity | None:
        value, unit = numbers.number(m["n"]), m["u"] or ""
        chinese = re.fullmatch(numbers.CHINESE + "|半|几", m["n"])
        if not unit and (chinese and m.end() < len(m.string) and not m.string[m.end()].isspace()):
            return None
        if value is None and not unit and m["n"] not in UNCOUNTED:
            return None
        kind = self.words.get(unit)
        value = value + Decimal("0.5") if value is not None and m["half"] else value
        vague = bool(
            m["low"]
            or m["more"]
            or m["n"] in UNCOUNTED
            or kind == "unclear"
            or re.match(r"\s?\?", flat[offset + m.end() :])
            or language.VAGUE.search(flat[max(0, offset + m.start() - 8) : offset + m.end() + 3])
        )
        if m["n"] in UNCOUNTED:
            value = Decimal(1)
        return Quantity((offset + m.start(), offset + m.end()), Amount(((value, unit, kind),), vague))

    def _joined(self, flat: str, found: list[Quantity]) -> list[Quantity]:
        """3箱零6瓶 is one quantity of two parts; after a correction only the second counts."""
        joined: list[Quantity] = []
        for q in found:
            between = flat[joined[-1].span[1] : q.span[0]].strip() if joined else "?"
            if joined and EITHER.fullmatch(between):
                joined[-1] = Quantity((joined[-1].span[0], q.span[1]), replace(q.amount, vague=True))
            elif joined and between and not between.strip("~ ，,"):
                joined[-1] = Quantity((joined[-1].span[0], q.span[1]), q.amount)
            elif joined and between in ("", "零") and q.amount.parts[0][1] and joined[-1].amount.parts[0][1]:
                last = joined[-1]
                joined[-1] = Quantity(
                    (last.span[0], q.span[1]),
                    Amount(last.amount.parts + q.amount.parts, last.amount.vague or q.amount.vague),
                )
            else:
                joined.append(q)
        return joined
