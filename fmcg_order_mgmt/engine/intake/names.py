"""What the names of a product consist of, and how well words explain them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from . import language
from .counted_names import plain
from .figures import PIECES, Figure, dimensions, figures_in
from .model import Product
from .named_numbers import numbers_of
from .pinyin import sound
from .vocabulary import ALPHABET, vocabulary

HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(rf"[{ALPHABET}]+(?:'[a-z]+)?")
NUMBER = r"\d+(?:\.\d+)?"
# no word goes on behind a pack but one of these
_ENDS = r"(?:(?=[听罐瓶支袋盒包杯桶]装)|(?!\w(?<![的规装款要来给拿订])))"
PACK = re.compile(
    rf"(?<![a-z0-9.-]){NUMBER}\s?(?:ml|l|g|kg|oz)?\s?[*×x]\s?\d+\s?(?:ml|l|g|kg|cm|mm)?(?:\s?[*×x]\s?\d+)?{_ENDS}|"
    rf"(?<=\d)(?:ml|l|g|kg)?[*×]\d+(?:ml|l|g|kg)?{_ENDS}"
)
SCALE = {"l": ("ml", 1000), "cl": ("ml", 10), "kg": ("g", 1000), "half_kg": ("g", 500), "cm": ("mm", 10)}
ALIKE, SURE_ALONE, SKIPPED = 0.7, 1.0, 0.85
# a size without its measure, as in Cola 330
BARE = re.compile(r"(?<![\w.-])\d{3,4}(?![\w.-])")
# one case of 24 is no size: 番茄酱340g 1*24
ONCE = re.compile(r"(?<![\d.*×x])1\s?[*×x]\s?\d+(?![\d.*×x])")
WITH = re.compile(r"(?<=\w)\s(?:in|with|for|w/)\s")
JOINED = re.compile(r"([a-z]+)\s*(?:&|(?<=\s)and(?=\s))\s*([a-z]+)")
COUNT = re.compile(r"\s*\d{1,3}(?!\d|\s?(?:ml|l|g|kg)(?![a-z]))")
NUMBERED = re.compile(r"(?<![a-z\d.*×x/-])(\d{1,3})([a-z]{2,})(?![a-z\d*×])")
DIGITS = {ord(str(i)): f"{c}q" for i, c in enumerate("abcdefghij")}
GENERIC = {"pet", "ml", "l", "g", "kg", "x", "of", "in", "with", "and", "for", "the", "a", "an"}


@lru_cache(maxsize=1)
def _counting_words() -> frozenset[str]:
    words = vocabulary()
    return frozenset((*words.measures, *words.units, *words.figures, *words.letters, "st", "nd", "rd", "th"))


def numbered_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield (digits, letters) of the words of a flat name that begin with digits: 7up, and no 330ml."""
    for digits, letters in NUMBERED.findall(text):
        if letters not in _counting_words() and letters != "x":
            yield digits, letters


def numbered_pattern(digits: str, letters: str) -> re.Pattern:
    """Return the pattern of a word that begins with digits, also written apart or in full: 7 up, seven up."""
    spoken = [word for word, value in vocabulary().numbers.items() if value == int(digits)]
    said = "|".join(map(re.escape, (digits, *spoken)))
    # an amount or a size may stand right behind it: 9up9箱, 9up330
    return re.compile(rf"(?<![a-z\d.])(?:{said})[ -]?{letters}(?![a-z])")


def in_letters(digits: str, letters: str) -> str:
    """Return a word that begins with digits in letters alone, so that it is none of the plain ones."""
    return digits.translate(DIGITS) + letters


def _lettered(text: str) -> str:
    for digits, letters in set(numbered_words(text)):
        text = re.sub(rf"(?<![a-z\d]){digits}{letters}(?![a-z\d])", in_letters(digits, letters), text)
    return text


@lru_cache(maxsize=1)
def size_pattern() -> re.Pattern:
    """Return the pattern of a written size: a number and a measure."""
    # 5 m may be an amount and a size in letters, 5m is none
    return re.compile(
        rf"({NUMBER})(?:[^\S\n]*(?![mw](?![a-z]))(?!(?<=\s)l\d)|(?=[mw](?![a-z])))({alternatives_of_measures()})"
    )


def alternatives_of_measures() -> str:
    """Return the measures as a pattern that follows a number; those in letters end there."""
    words = sorted(vocabulary().measures, key=len, reverse=True)
    # 8 L码 is a size in letters
    return "|".join(re.escape(w) + ("(?![a-z]|码|号)" if w.isascii() else "") for w in words)


def sizes_of(text: str) -> set[Decimal]:
    """Return the sizes written in a text with their measures, in ml or g as they are and as larger ones."""
    found = set()
    for number, measure in size_pattern().findall(text):
        found |= _scaled(Decimal(number), vocabulary().measures[measure])
    return found


def _scaled(number: Decimal, measure: str) -> set[Decimal]:
    _small, factor = SCALE.get(measure, ("", 1))
    return {number, number * factor}


@dataclass(frozen=True)
class Name:
    """One name of a product: its Chinese parts, its words in Latin letters, and the last of these.

    ``phrase`` are all its words in order, up to what it is in or with (sardines in tomato sauce);
    ``further`` are words that only its Chinese name tells (beer, where the English name says lager).
    """

    han: tuple[str, ...]
    words: frozenset[str]
    head: str = ""
    phrase: tuple[str, ...] = ()
    further: frozenset[str] = frozenset()


@dataclass
class Features:
    """What the names of one product consist of, taken together.

    ``in_name`` tells that its containers are told by a name, and not by its units alone; ``joined`` are
    words with "and" between them (pork & cabbage); ``empty`` tells that it is an empty bottle or crate.
    """

    product: Product
    names: list[Name] = field(default_factory=list)
    sizes: set[Decimal] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    beside: dict[str, set[str]] = field(default_factory=dict)
    containers: set[str] = field(default_factory=set)
    in_name: bool = False
    joined: set[tuple[str, str]] = field(default_factory=set)
    empty: bool = False
    crate: bool = False


@dataclass(frozen=True)
class Described:
    """What a customer's words say: Chinese runs, Latin words, sizes, figures, and bare numbers."""

    han: tuple[str, ...]
    words: tuple[str, ...]
    sizes: frozenset[Decimal]
    figures: frozenset[str]
    bare: frozenset[Decimal]


def stem(word: str) -> str:
    """Return a Latin word in one spelling: synonyms and the plural s resolved."""
    synonyms = vocabulary().synonyms
    if word in synonyms:
        return synonyms[word]
    bare = word
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "oes")):
        bare = word[:-2]
    elif len(word) > 3 and word.endswith("ies"):
        bare = word[:-3] + "y"
    elif len(word) > 4 and word.endswith("ie"):
        bare = word[:-2] + "y"  # cookies and berries lose the same letters
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        bare = word[:-1]
    return synonyms.get(bare, bare)


def features(product: Product, called: Iterable[str]) -> Features:
    """Return the features of a product; ``called`` are the further words that stand for it."""
    found = Features(product)
    containers, units = vocabulary().containers, vocabulary().units
    spec, *packs = re.split(r"[*×x]", language.flat(product.spec))
    packs = [m[0] for m in map(COUNT.match, packs) if m]
    patterns, names = vocabulary().patterns, [language.flat(name) for name in product.names]
    found.empty = any(patterns["empties"].search(name) for name in names)
    found.crate = any(patterns["crates"].search(name) for name in names)
    for text in map(_lettered, map(plain, (*(language.flat(n) for n in product.names), *called))):
        sizeless = size_pattern().sub(" ", PACK.sub(" ", text))
        told = list(figures_in(sizeless))
        bare, figures = _without(sizeless, told), {figure.value for figure in told}
        for figure in told:
            near = {sizeless[: figure.start].rstrip()[-1:], sizeless[figure.end :].lstrip()[:1]}
            found.beside.setdefault(figure.value, set()).update(near - {""})
        found.joined |= {(stem(a), stem(b)) for a, b in JOINED.findall(bare)}
        runs = [run for run in HAN.findall(bare) if run not in containers]
        han = tuple(run for run in runs if run not in units) or tuple(runs)
        words = [stem(w) for w in WORD.findall(bare) if w not in GENERIC]
        found.containers |= {
            containers[w] for w in (*HAN.findall(bare), *WORD.findall(sizeless)) if w in containers
        }
        found.figures |= figures | dimensions(text)
        # 84消毒液 is called 84, 白酒 52度 is called 52
        found.sizes |= {Decimal(f.removesuffix("度")) for f in figures if f.removesuffix("度").isdigit()}
        found.sizes |= sizes_of(text) | {Decimal(n) for n in BARE.findall(bare)}
        found.sizes |= {Decimal(number) for _before, number, _behind in numbers_of(text)}
        # paper cups, bin bags: what is named in the plural is the thing itself and not what it comes in
        things = {stem(w) for w in WORD.findall(bare)[-1:] if w in containers and _is_thing(w, product)}
        core = frozenset(w for w in words if w not in containers or w in things) or frozenset(words)
        main = [stem(w) for w in WORD.findall(WITH.split(bare)[0]) if w not in GENERIC]
        if han or core:
            head = next((w for w in reversed(main) if w in core), "")
            found.names.append(Name(han, core, head, tuple(main)))
    found.names = _called(found.names)
    found.sizes |= sizes_of(spec)
    found.figures |= {figure.value for figure in figures_in(size_pattern().sub(" ", spec))}
    found.figures |= dimensions(language.flat(product.spec))
    found.figures |= {f"{int(count)}{PIECES}" for count in packs}
    found.in_name = bool(found.containers)
    if not found.in_name:
        found.containers = {
            containers[w] for w, held in product.named.items() if held[0] == "piece" and w in containers
        }
    return found


def _called(names: list[Name]) -> list[Name]:
    """The names with the English words for what the Chinese ones end with, where no English name has them."""
    han = {token for name in names for token in name.han}
    known = {word for name in names for word in name.words}
    further = {
        stem(word)
        for word, *meant in vocabulary().called
        if any(_is_called(token, kind) for token in han for kind in meant)
    } - known
    return [replace(n, further=frozenset(further)) if n.words and further else n for n in names]


def _is_called(token: str, kind: str) -> bool:
    """Whether a part of a Chinese name tells the kind of goods, and not what they are made with."""
    rest = token.partition(kind)[2]
    return kind in token and not rest.startswith(tuple(vocabulary().made_into)) and len(rest) < 3


def _is_thing(container: str, product: Product) -> bool:
    """Whether a container that ends a name is what is sold: in the plural, or counted in no container."""
    containers = vocabulary().containers
    pieces = [word for word, held in product.named.items() if held[0] == "piece"]
    return container.endswith("s") or bool(pieces) and not any(word in containers for word in pieces)


def described(text: str, figures: Callable[[str], Iterable[Figure]]) -> Described:
    """Return what a flat text says about a product; ``figures`` finds those of the catalogue in it."""
    text = ONCE.sub(" ", text)
    sides = {figure.value for figure in figures(text) if "*" in figure.value}
    text = PACK.sub(lambda m: " " if sides & dimensions(m[0]) else re.split(r"[*×x]", m[0])[0] + " ", text)
    sizes = sizes_of(text)
    # 大号 is one of several sizes and weighed with big and small
    sizeless = size_pattern().sub(" ", text)
    told = [f for f in figures(sizeless) if f.sure or f.value[0].isdigit()]
    bare = _without(sizeless, told)
    numbers = {Decimal(n) for n in re.findall(rf"(?<![\d.]){NUMBER}(?![\d.])", bare)}
    return Described(
        tuple(HAN.findall(bare)),
        tuple(WORD.findall(bare)),
        frozenset(sizes),
        frozenset({f.value for f in told} | sides),
        frozenset(numbers),
    )


def _without(text: str, figures: Iterable[Figure]) -> str:
    for figure in figures:
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    return text


@lru_cache(maxsize=200_000)
def cover(token: str, run: str, heard: bool = False) -> tuple[tuple[int, int, int, float], ...]:
    """Return how a part of a name explains a run of characters: (start in run, in token, length, weight).

    Longer pieces come first. A single character counts where it closes the part (水 for 山泉水). Characters
    may be left out between the first and the last (白糖 for 白砂糖), for a little less. With ``heard``
    another character of the same sound counts as well, for less than the written one.
    """
    pieces = _pieces(token, run, heard)
    weight = SKIPPED * len(run)
    if sum(piece[3] for piece in pieces) < weight and _skips(token, run):
        return ((0, len(token) - len(run), len(run), weight),)
    return pieces


def _skips(token: str, run: str) -> bool:
    """Whether a run leaves out characters of a part of a name, but not its last ones: 白糖, 生啤."""
    if not 1 < len(run) < len(token) or run[-1] not in token[-2:]:
        return False
    rest = iter(token)
    return all(c in rest for c in run)


def _pieces(token: str, run: str, heard: bool) -> tuple[tuple[int, int, int, float], ...]:
    whole = run.find(token)
    if whole >= 0:
        return ((whole, 0, len(token), float(len(token))),)
    if not heard and set(token).isdisjoint(run):
        return ()
    same = [[_alike(a, b) if heard else float(a == b) for b in token] for a in run]
    found, used_run, used_token = [], set(), set()
    while True:
        best = _longest(same, used_run, used_token)
        if best is None or not _counts(best, same, token, found):
            return tuple(found)
        start, at, length, weight = best
        found.append(best)
        used_run |= set(range(start, start + length))
        used_token |= set(range(at, at + length))


@lru_cache(maxsize=100_000)
def _alike(a: str, b: str) -> float:
    return 1.0 if a == b else ALIKE if sound(a) == sound(b) else 0.0


def _longest(same: list, used_run: set, used_token: set) -> tuple[int, int, int, float] | None:
    best = None
    for start in range(len(same)):
        for at in range(len(same[0])):
            if not same[start][at]:
                continue
            length, weight = 0, 0.0
            while (
                start + length < len(same)
                and at + length < len(same[0])
                and start + length not in used_run
                and at + length not in used_token
                and same[start + length][at + length]
            ):
                weight += same[start + length][at + length]
                length += 1
            if length and (best is None or (weight, at + length) > (best[3], best[1] + best[2])):
                best = (start, at, length, weight)
    return best


def _counts(piece: tuple[int, int, int, float], same: list, token: str, found: list) -> bool:
    """Whether a piece is more than chance: two characters, or the last one of the name's part."""
    start, at, length, weight = piece
    if length > 1:
        exact = sum(same[start + i][at + i] == 1.0 for i in range(length))
        return exact > 0 or length == len(token)
    if same[start][at] < 1.0:
        # a wrong character counts only beside one that is right: 冰红差
        return any(s + n == start and a + n == at for s, a, n, _w in found)
    if at == len(token) - 1 or len(token) == 1:
        return True
    # 汽水橙 for 橙味汽水: the end of the name came first, and its first character behind it
    return at == 0 and any(s + n == start and a + n == len(token) for s, a, n, _w in found)
