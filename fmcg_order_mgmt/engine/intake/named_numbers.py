"""Numbers in the names of goods that count nothing: Chivas 12, 57 sauce, WD-40, After Eight, 雷霆24."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .vocabulary import ALPHABET, alternatives, vocabulary

WORD = rf"[{ALPHABET}]+(?:'[a-z]+)?"
APART = r"(?:[ -]|,? ?no\.? ?)"
# with what stands before and behind it; a number with letters, a share or a side is something else
NUMBER = re.compile(
    rf"(?:(?<![\w'])(?P<before>{WORD}){APART}|(?<![\w.*×/+]))(?P<number>\d{{1,4}}(?:\.\d)?)(?![\w.*×/%+])"
    rf"(?=(?:[ -](?P<behind>{WORD}))?)"
)
# the same in a text, where nobody minds the gaps
TOLD = re.compile(
    rf"(?:(?<![\w'])(?P<before>{WORD}))?(?P<number>{APART}?(?<!\d)(?<!\d\.)(?P<digits>\d{{1,4}}(?:\.\d)?)(?![\d.]))"
    rf"(?=(?:[ -](?P<behind>{WORD}))?)"
)
# a number right behind a word of two signs or more, and before a gap or other goods: 雷霆24, 卡萨33干红
HAN_NUMBER = re.compile(
    r"(?P<before>[\u3400-\u9fff]{2})(?P<number>(?:\s?no\.?\s?)?(?P<digits>\d{1,4}(?:\.\d)?)"
    r"(?:号(?=[\d一二两三四五六七八九十])|(?![\d.a-z*×/%+-])))"
)
YEARS = ("year", "years", "yr", "yrs", "yo")
ALONE = re.compile(r"(?<![\w.,])(?:\d{3,4}(?![\w.,]|\s?[*×x]\s?\d)|0\.0(?![a-z\d.]))")
OLD = re.compile(rf"[ -]?(?:{'|'.join(YEARS)})(?:[ -]old)?(?![a-z])")
# as long as an amount may be with its unit
AMOUNT = 30
# a number of so many digits is known without the words beside it
TELLING = 3


@lru_cache(maxsize=1)
def _counting() -> frozenset[str]:
    """Words beside which a number counts or measures, or that do something in a message."""
    words = vocabulary()
    counted = (*words.measures, *words.units, *words.figures, *words.figures_before, *words.letters)
    return frozenset((*counted, *words.roles, "x", "ply")) - {"single"}


@lru_cache(maxsize=1)
def _unit_behind() -> re.Pattern:
    return re.compile(rf"\s?(?:{alternatives(w for w in vocabulary().units if w.isascii())})")


@lru_cache(maxsize=1)
def _han_behind() -> re.Pattern:
    """The pattern of a word that counts or measures right behind a number."""
    words = vocabulary()
    counted = (*words.measures, *words.units, *words.figures)
    return re.compile(rf"\s?(?:{alternatives(w for w in counted if not w.isascii())})")


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
    for m in HAN_NUMBER.finditer(name):
        if not _han_behind().match(name, m.end("digits")):
            yield m["before"], m["digits"], ""


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
        self.alone = frozenset(n for _a, n, _b in found if n == "0.0" or n.isdigit() and len(n) >= TELLING)
        alone = "|".join(map(re.escape, sorted(self.alone))) or "(?!)"
        # 333 - 9 in a list is no range, and 4 x 1664 no pack
        self._alone = re.compile(
            rf"(?:(?<![^\n/,;])|(?<=[/,;] ))(?:{alone})(?=[^\S\n]*-[^\S\n]*\d)|(?<=\d x )(?:{alone})(?![\w.])"
        )
        self._words = [(re.compile(pattern), said) for pattern, said in sorted(set(_in_words(flat)))]

    def places(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """Yield (kind of token, start, end, what it stands for) of each such number in a flat text."""
        for pattern, said in self._words:
            for m in pattern.finditer(text):
                yield "latin", *m.span(), said
        for m in self._alone.finditer(text):
            yield "size", *m.span(), m[0]
        for m in ALONE.finditer(text):
            # of 0.0 there is no amount
            if m[0] in self.alone and (m[0] == "0.0" or _beside_amount(text, *m.span())):
                yield "size", *m.span(), m[0]
        for m in TOLD.finditer(text):
            span = self._place(m)
            if span:
                yield "size", *span, m["digits"]
        for m in HAN_NUMBER.finditer(text):
            # 雷霆24箱 are so many cases, 骑士9号3箱 are not
            if m["digits"] in self._before.get(m["before"], ()) and not _han_behind().match(text, m.end()):
                yield "size", *m.span("number"), m["digits"]

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


@lru_cache(maxsize=1)
def _amount_ahead() -> re.Pattern:
    """The pattern of an amount with its unit at the end of a text: 6 cs of the."""
    unit = alternatives(w for w in vocabulary().units if w.isascii())
    return re.compile(rf"\d\s?(?:{unit})\s+(?:of\s+)?(?:the\s+)?$|dozen\s+$")


def _beside_amount(text: str, start: int, end: int) -> bool:
    """Whether an amount stands before a number, or behind its container: 6 cs of the 1739, 1739 can 5 ctn."""
    ahead = _amount_ahead().search(text, max(0, start - AMOUNT), start)
    return bool(ahead or _container_next().match(text, end))


@lru_cache(maxsize=1)
def _container_next() -> re.Pattern:
    words = vocabulary()
    held = alternatives(w for w in words.containers if w.isascii())
    unit = alternatives(w for w in words.units if w.isascii())
    return re.compile(rf"\s(?:{held})\s+(?:x\s*)?[\dlos?]{{1,3}}\s?(?:{unit})")


def _in_words(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield numbers in words with the word behind or before them, as pattern and name: after eight."""
    spelled = alternatives(_spelled())
    for name in names:
        for m in re.finditer(rf"({spelled})[ -]({WORD})|({WORD})[ -]({spelled})", name):
            ahead, tail, lead, number = m.groups()
            if ahead and tail not in _counting():
                word = _word(tail.removesuffix("s"))
                yield (
                    rf"(?<![a-z\d.])(?:{ahead}|{_spelled()[ahead]})[ -]?{word}s?(?![a-z\d])",
                    f"{ahead} {tail}",
                )
            elif lead and lead not in _spelled():
                yield rf"(?<![a-z\d.]){_word(lead)}[ -]{number}(?![a-z\d])", f"{lead} {number}"


def _word(word: str) -> str:
    return re.escape(word).replace("'", "'?")
