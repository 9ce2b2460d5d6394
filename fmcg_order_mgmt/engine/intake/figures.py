"""Figures in names that are no measure and tell products apart: 6个装, 52度, 3层, 3-in-1, size L."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from . import numbers
from .vocabulary import EDGE, alternatives, vocabulary

HAN = "[\u3400-\u9fff]"
NUMERALS = tuple("一二两三四五六七八九十")
NUMERAL = "[一二两三四五六七八九十百]{1,4}"
LETTER = re.compile(r"(?<![a-z\d'&])(?:size\s)?(nb|xs|s|m|l|x{1,4}l|[2-5]xl)(?![a-z\d'&])(?:\s?(?:码|号))?")
# pieces in a pound, as shrimps are sized: 30/40
COUNTS = re.compile(r"(?<![\d./])\d{2,3}/\d{2,3}(?![\d/])")
# letters and digits that are one word: SPF50
MARKED = re.compile(r"(?<![a-z\d])[a-z]{1,5}\d{1,4}(?![a-z\d])")
PIECES, ONE_OF_MANY = "piece", "合1"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# kinds that may be something else where no name has the number: days, letters, packs, codes, shares
DOUBTFUL = {"", "*", "号", "度"}
# fewer sheets than that may be an amount, and a size in the plural counts nothing (tonic 200s)
FEW = 10
SOME = r"[\d一二两三四五六七八九十百]|(?<![a-z])(?:xs|[sml]|x{1,4}l|nb)(?![a-z'])"
# a number written to goods and the container of others: 矿泉水12 桶装水
OTHERS = r"(?:(?<=[\u3400-\u9fff]\d\s)|(?<=[\u3400-\u9fff]\d\d\s))[桶瓶罐听杯袋盒]装"
# a number that is a part of the name: 84消毒液
LITERAL = re.compile(rf"(?<![\d.*×x])\d{{2,4}}(?=({HAN}){HAN})")
SIDES = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:ml|l|g|kg|cm|mm)?\s?[*×x]\s?(\d+(?:\.\d+)?)(?:\s?(?:cm|mm|ml|g)(?![a-z]))?(?![\d.])"
)


@dataclass(frozen=True)
class Figure:
    """A figure of a flat text in one form; ``sure`` where it can be no amount (12片装, but not 12片)."""

    start: int
    end: int
    value: str
    sure: bool


@lru_cache(maxsize=1)
def _counted() -> re.Pattern:
    """The pattern of a number with what it counts: behind it, or before it (stage 1, size 4)."""
    words = vocabulary()
    latin = alternatives(w for w in (*words.figures, *words.units) if w.isascii() and w.isalpha())
    han = alternatives(w for w in (*words.figures, *words.units) if not w.isascii())
    before = alternatives(words.figures_before)
    counted = latin.replace(EDGE, "")
    return re.compile(
        rf"(?<![\d.a-z])(?:(?P<joined>\d)\s?-?\s?(?:in|合)\s?-?\s?(?:1|one|一)(?!\d)|(?P<said>{NUMERAL})合一|"
        rf"(?P<share>\d+(?:\.\d+)?)\s?%|(?P<number>\d+(?:\.\d+)?)[\s-]?(?P<latin>{counted})|"
        rf"(?P<figure>\d+(?:\.\d+)?|{NUMERAL})(?:\s(?!.[纸子]|{OTHERS}))?(?P<han>{han})(?P<packed>装|入)?)|"
        rf"(?P<lead>{before})[\s-]?(?P<value>\d{{1,3}})(?![\d.])"
    )


@lru_cache(maxsize=1)
def _some() -> re.Pattern:
    """The pattern of what every figure has in it: most texts have none, and one look tells it."""
    return re.compile(f"{SOME}|{alternatives(vocabulary().letters)}")


def dimensions(text: str) -> set[str]:
    """Return the pairs of figures in a flat text: 60*80cm and 60x80 are one, as are 330ml*24 and 330*24."""
    return {_pair(m) for m in SIDES.finditer(text)}


def _pair(m: re.Match) -> str:
    return f"{m[1]}*{m[2]}"


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[re.Pattern, Callable[[re.Match], str], bool], ...]:
    """The kinds of figures that count nothing: pattern, value, and whether they can be no amount."""
    letters = vocabulary().letters
    return (
        (LETTER, lambda m: m[1], True),
        (re.compile(alternatives(letters)), lambda m: letters[m[0]], False),
        (SIDES, _pair, True),
        (MARKED, itemgetter(0), True),
        (COUNTS, itemgetter(0), True),
    )


def figures_in(text: str) -> Iterator[Figure]:
    """Yield the figures of a flat text: 12片装 is 12 pieces, 3-in-1 and 三合一 are one, 52% is 52度."""
    if not _some().search(text):
        return
    yield from filter(None, map(_count, _counted().finditer(text)))
    for pattern, value, sure in _kinds():
        yield from (Figure(*m.span(), value(m), sure or _lettered(m[0])) for m in pattern.finditer(text))
    words = vocabulary()
    for m in LITERAL.finditer(text):
        if m[1] not in words.units and m[1] not in words.figures and m[1] not in words.measures:
            yield Figure(*m.span(), m[0], False)


def _lettered(word: str) -> bool:
    """Whether a word can only be a size in letters: 加大码, and not large."""
    return not word.isascii() and len(word) > 2


def _count(m: re.Match) -> Figure | None:
    """The figure of a number and what it counts; what a pack holds has many words: 6 pcs, 6pk, 6个装."""
    words, word = vocabulary(), m["latin"] or m["han"]
    number = numbers.number(
        next(filter(None, m.group("joined", "said", "share", "number", "figure", "value")))
    )
    if word:
        kind = words.figures.get(word, PIECES if words.units.get(word) in ("piece", "inner") else "")
        # the 12-roll ones
        tied = "-" in m[0] and m[0] not in words.units and not word.endswith("s")
        sure = bool(m["packed"]) or word not in words.units or tied
    else:
        kind, sure = "度" if m["share"] else words.figures_before.get(m["lead"], ONE_OF_MANY), True
    return Figure(*m.span(), f"{number:f}{kind}", sure) if number is not None and kind else None


def _numbers(value: str) -> tuple[list[Decimal], str]:
    """The numbers of a figure, and what is left of it: ([30, 40], "/"), ([100], "piece")."""
    return [Decimal(n) for n in NUMBER.findall(value)], NUMBER.sub("", value)


def _plain(spec: str) -> str:
    return re.sub(r"[×x]", "*", re.sub(r"\s", "", spec))


class Figures:
    """The figures ``told`` by a catalogue, what stands beside them in its names, its packs and its sizes."""

    def __init__(
        self,
        beside: Iterable[Mapping[str, set[str]]],
        told: Iterable[str],
        specs: Iterable[str],
        sizes: Collection[Decimal],
    ):
        self._sizes = sizes
        # 100抽*6*8 is also written 100x6x8
        self._specs = {form for spec in map(_plain, specs) for form in (spec, re.sub(r"[^\d.*]", "", spec))}
        self.beside: dict[str, set[str]] = {value: set() for value in told}
        # numbers of Latin names that are known without the words beside them: 1664
        self.named: frozenset[str] = frozenset()
        self.kinds = {_numbers(value)[1] for value in self.beside}
        for each in beside:
            for value, near in each.items():
                self.beside[value] |= near

    def known(self, text: str) -> list[Figure]:
        """Return the figures of a flat text that names of the catalogue hold, or that its goods cannot be.

        Where the names of a catalogue count pieces, 100s of tea bags are none of 25.
        """
        return [
            found
            for found in figures_in(text)
            if found.value in self.beside
            or self._other(found, text[found.start : found.end])
            or self._numbered(found, text)
        ]

    def _numbered(self, found: Figure, text: str) -> bool:
        """Whether a number of goods follows them that no name has, and no day does: 电池5号的, 电池5号3盒."""
        after, before = text[found.end : found.end + 1], text[max(0, found.start - 1) : found.start]
        counted = after.isdigit() or after in ("的", *NUMERALS)
        numbered = found.value.endswith("号") and "号" in self.kinds and text[found.end - 1] == "号"
        return numbered and counted and before > "\u3400" and before not in "月年"

    def _other(self, found: Figure, said: str) -> bool:
        """Whether a figure is of a kind that names have, with a number that none has, and nothing else."""
        numbers_in, kind = _numbers(found.value)
        if (
            re.fullmatch(r"\d\s?包装", said)
            or kind == "合"
            or (said[-1] in "码号" and said[0].isascii() and {"m", "l"} & self.beside.keys())
        ):
            return True
        if not found.sure or not found.value[0].isdigit() or kind not in self.kinds:
            return False
        if kind == "/":
            return min(numbers_in) > 12 or max(numbers_in) > 31  # else it may be a day
        # 330罐装 and 200s may be sizes, 100抽 is none
        sheets = said.endswith(tuple(w for w in vocabulary().figures if len(w) > 1 or not w.isascii()))
        size = kind == PIECES and (numbers_in[0] < FEW or numbers_in[0] in self._sizes and not sheets)
        return kind not in DOUBTFUL and not size

    def glued(self, text: str, found: Figure) -> bool:
        """Whether a figure stands in a text as in a name: 5号 before 电池 is a size and no day."""
        near = {text[found.start - 1 : found.start], text[found.end : found.end + 1]}
        return any(c and c > "\u3400" and c in self.beside.get(found.value, ()) for c in near)

    def spec(self, text: str) -> bool:
        """Return whether a flat text is the whole specification of a product: 100g*12卷*6提."""
        return _plain(text) in self._specs

    def literal(self, number: str) -> bool:
        """Return whether a number is a part of a name, and no size or count."""
        return number in self.beside or number in self.named
