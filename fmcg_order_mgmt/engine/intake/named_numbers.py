"""Numbers in the Latin names of goods that count nothing: Chivas 12, 57 sauce, WD-40, After Eight."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .vocabulary import alternatives, vocabulary

WORD = r"[a-zà-öø-ÿ]+(?:'[a-z]+)?"
APART = r"(?:[ -]|,? ?no\.? ?)"
# with what stands before and behind it; a number with letters, a share or a side is something else
NUMBER = re.compile(
    rf"(?:(?<![\w'])(?P<before>{WORD}){APART}|(?<![\w.*×/+]))(?P<number>\d{{1,4}}(?:\.\d)?)(?![\w.*×/%+])"
    rf"(?=(?:[ -](?P<behind>{WORD}))?)"
)
# the same in a text, where nobody minds the gaps
TOLD = re.compile(
    rf"(?:(?<![\w'])(?P<before>{WORD}))?(?P<number>{APART}?(?<![\d.])(?P<digits>\d{{1,4}}(?:\.\d)?)(?![\d.]))"
    rf"(?=(?:[ -](?P<behind>{WORD}))?)"
)
YEARS = ("year", "years", "yr", "yrs", "yo")
OLD = re.compile(rf"[ -]?(?:{'|'.join(YEARS)})(?:[ -]old)?(?![a-z])")
# a number of so many digits is known without the words beside it
TELLING = 3


@lru_cache(maxsize=1)
def _counting() -> frozenset[str]:
    """Words beside which a number counts or measures, or that do something in a message."""
    words = vocabulary()
    counted = (*words.measures, *words.units, *words.figures, *words.figures_before, *words.letters)
    return frozenset((*counted, *words.roles, "x", "ply"))


@lru_cache(maxsize=1)
def _unit_behind() -> re.Pattern:
    return re.compile(rf"\s?(?:{alternatives(w for w in vocabulary().units if w.isascii())})")


@lru_cache(maxsize=1)
def _spelled() -> dict[str, str]:
    """English numbers of two to twelve in words, with their digits; one is said of much else."""
    found = {w: str(int(n)) for w, n in vocabulary().numbers.items() if w.isascii() and 1 < n < 13}
    return {word: digits for word, digits in found.items() if word.isalpha() and len(word) > 2}


def numbers_of(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield (word before, number, word behind) of each such number in a flat name, '' for no word."""
    for m in NUMBER.finditer(name):
        lead, tail = m["before"] or "", m["behind"] or ""
        tail = "" if tail in YEARS else tail
        # 20 tablets and 10 coils are counted, but at the beginning, and 3-in-1 is one word
        counted = tail in _counting() or tail == "in" or (m.start() and tail.endswith("s")) or lead == "in"
        if counted and "." not in m["number"]:
            continue
        lead, tail = ("" if word in _counting() else word for word in (lead, tail))
        if lead or tail:
            yield lead, m["number"], tail


class NamedNumbers:
    """Finds such numbers in texts; ``names`` are all names of a catalogue, flat.

    ``alone`` are those that stand for their goods without a word beside them: 1664.
    """

    def __init__(self, names: Iterable[str]):
        flat = list(names)
        self._before: dict[str, set[str]] = {}
        self._behind: dict[str, set[str]] = {}
        found = {pair for name in flat for pair in numbers_of(name)}
        for lead, number, tail in found:
            for word, kept in ((lead, self._before), (tail, self._behind)):
                if word:
                    kept.setdefault(word.replace("'", ""), set()).add(number)
        self.alone = frozenset(n for _a, n, _b in found if n.isdigit() and len(n) >= TELLING)
        alone = "|".join(sorted(self.alone)) or "(?!)"
        # 333 - 9 in a list is no range, and 4 x 1664 no pack
        self._alone = re.compile(
            rf"(?:(?<![^\n/,;])|(?<=[/,;] ))(?:{alone})(?=[^\S\n]*-[^\S\n]*\d)|(?<=\d x )(?:{alone})(?![\w.])"
        )
        self._words = re.compile("|".join(sorted(_in_words(flat))) or "(?!)")

    def places(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """Yield (kind of token, start, end, what it stands for) of each such number in a flat text."""
        for m in self._words.finditer(text):
            yield "latin", *m.span(), re.sub(r"\d+", lambda n: _in_letters(n[0]), m[0])
        for m in self._alone.finditer(text):
            yield "size", *m.span(), m[0]
        for m in TOLD.finditer(text):
            span = self._place(m)
            if span:
                yield "size", *span, m["digits"]

    def _place(self, m: re.Match) -> tuple[int, int] | None:
        """From where to where a number is a part of a name; one with a unit behind it is an amount."""
        digits, (start, end) = m["digits"], m.span("number")
        if digits in self._before.get((m["before"] or "").replace("'", ""), ()):
            old = OLD.match(m.string, end)
            end = old.end() if old else end
            return None if _unit_behind().match(m.string, end) else (start, end)
        if digits in self._behind.get((m["behind"] or "").replace("'", ""), ()):
            return m.start("digits"), end + 1
        return None


def _in_words(names: Iterable[str]) -> Iterator[str]:
    """Patterns of numbers in words, with the word behind them or else before: five alive, after eight."""
    spelled = alternatives(_spelled())
    for name in names:
        for m in re.finditer(rf"({spelled})[ -]({WORD})|({WORD})[ -]({spelled})", name):
            ahead, tail, lead, number = m.groups()
            if ahead and tail not in _counting():
                tail = _word(tail.removesuffix("s"))
                yield rf"(?<![a-z\d.])(?:{ahead}|{_spelled()[ahead]})[ -]?{tail}s?(?![a-z\d])"
            elif lead and lead not in _spelled():
                yield rf"(?<![a-z\d.]){_word(lead)}[ -]{number}(?![a-z\d])"


def _in_letters(digits: str) -> str:
    return next(word for word, number in _spelled().items() if number == digits)


def _word(word: str) -> str:
    return re.escape(word).replace("'", "'?")
