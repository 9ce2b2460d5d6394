"""The words of the languages that messages are written in: one file of ``words/`` per language.

A file has the sections of :class:`Vocabulary`; another language is another file.
"""

import configparser
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
KINDS = ("case", "inner", "piece", "pallet", "dozen", "unclear")
# another expression of the same file within one: «wanted»
NAMED = re.compile("«(\\w+)»")
# Latin letters with their marks (Polish and Vietnamese ones too), Greek and Cyrillic ones
ALPHABET = "a-zà-öø-ɏͰ-ԯḁ-ỿ"
EDGE, END, HAN = rf"(?<![{ALPHABET}0-9])", rf"(?![{ALPHABET}0-9])", "\u3000"


@dataclass(frozen=True)
class Vocabulary:
    """All words of all languages, by what they do.

    ``roles`` maps a word to its part in an order (add, set, remove, hold...), ``units`` to a kind of unit,
    ``same_units`` to the names that a unit has in other languages,
    ``containers`` to a kind of container, ``sizes`` to big, small or middle,
    ``letters`` to s, m, l or xl, ``measures`` to ml, l, g or kg,
    ``figures`` and ``figures_before`` to what a number behind or before them tells of a product (度, stage),
    ``numbers`` to its value, ``synonyms`` to the word that it stands for; ``exact`` are words that stand
    for no longer one and are no slip, ``adjectives`` those of them that name no goods;
    ``called`` tells what the Chinese word for a thing is called in English, ``plain`` what a word alone
    means, ``common`` words for the usual kind of it and ``uncommon``
    for others, ``lesser`` those of them that tell what is not in it (no sugar, low fat), ``either`` goods
    that are as common without it (tea), ``made_of`` and ``made_into`` goods that others are made with, and
    what these are called, ``kept_in`` what they are kept in and stay what they are;
    ``kinds`` name whole kinds of goods; ``short`` holds words for a thing in what it comes in,
    ``abbreviated`` kinds of goods with the sign that stands for them in a short name; ``alike``
    holds groups of words for one thing; ``days`` maps words to days from today, ``dates`` holds the other
    words of dates, ``patterns`` one expression per use;
    ``columns`` maps a heading of a table to what stands below it, and ``parts`` are expressions that the
    patterns of tables, e-mails and texts are put together with; ``sheets`` holds the texts of the
    order sheet by language.
    """

    roles: Mapping[str, str]
    units: Mapping[str, str]
    typos: Mapping[str, str]
    containers: Mapping[str, str]
    same_units: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, str]
    letters: Mapping[str, str]
    measures: Mapping[str, str]
    figures: Mapping[str, str]
    figures_before: Mapping[str, str]
    numbers: Mapping[str, float]
    synonyms: Mapping[str, str]
    exact: frozenset[str]
    adjectives: frozenset[str]
    called: tuple[tuple[str, ...], ...]
    plain: Mapping[str, tuple[str, ...]]
    common: frozenset[str]
    uncommon: frozenset[str]
    lesser: frozenset[str]
    either: frozenset[str]
    made_of: frozenset[str]
    made_into: frozenset[str]
    kept_in: frozenset[str]
    kinds: frozenset[str]
    short: Mapping[str, str]
    abbreviated: Mapping[str, str]
    alike: tuple[tuple[str, ...], ...]
    days: Mapping[str, int]
    dates: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern]
    columns: Mapping[str, str]
    parts: Mapping[str, str]
    sheets: Mapping[str, Mapping[str, str]]
    simplified: Mapping[int, str]
    phrases: re.Pattern = field(repr=False)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", " ").split(",") if word.strip()]


def _paths() -> list[Path]:
    return sorted(FOLDER.glob("*.ini"))


def _files() -> Iterator[configparser.ConfigParser]:
    for path in _paths():
        parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
        parser.optionxform = str
        parser.read_string(path.read_text(encoding="utf-8"))
        yield parser


def _listed(files: list, section: str) -> Iterator[tuple[str, str]]:
    """Yield (word, key) of a section in all languages."""
    for parser in files:
        for key, text in parser[section].items() if section in parser else ():
            yield from ((word, key) for word in _words(text))


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longer ones first; those of Latin letters stand alone."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(w) for w in ordered if w[:1] < HAN)
    # the edge is looked at once for all of them: there are many, and most places begin no word
    alone = [f"{EDGE}(?:{latin}){END}"] if latin else []
    return "|".join([*alone, *(re.escape(w) for w in ordered if w[:1] >= HAN)])


def _grouped(files: list, section: str) -> dict[str, tuple[str, ...]]:
    """Return for each word of a section the keys under which it stands."""
    found: dict[str, tuple[str, ...]] = {}
    for word, key in _listed(files, section):
        found[word] = (*found.get(word, ()), key)
    return found


def _expressions(files: list, section: str) -> dict[str, str]:
    """Return the expressions of all languages by what they are for; «word» stands for another of a file."""
    found: dict[str, list[str]] = {}
    for parser in files:
        told = parser[section] if section in parser else {}
        for key, text in told.items():
            whole = NAMED.sub(lambda m, told=told: _any(told[m[1]]), text)
            found.setdefault(key, []).extend(_choices(whole))
    return {key: "|".join(parts) for key, parts in found.items()}


def _choices(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", " ").split(" | ") if part.strip()]


def _any(text: str) -> str:
    return f"(?:{'|'.join(_choices(text))})"


def _sheets(files: list) -> dict[str, dict[str, str]]:
    """Return the texts of the order sheet by language."""
    named = zip(_paths(), files, strict=True)
    return {path.stem: dict(held["order_sheet"]) for path, held in named if "order_sheet" in held}


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the words of all languages, read once."""
    files = list(_files())
    same_units = _grouped(files, "same_units")
    units = {word: kind for word, kind in _listed(files, "units") if kind in KINDS}
    for word, names in same_units.items():
        units.setdefault(word, next((units[name] for name in names if name in units), "piece"))
    typos = {word: kind.removesuffix("_typo") for word, kind in _listed(files, "units") if kind not in KINDS}
    roles = dict(_listed(files, "roles"))
    dates: dict[str, tuple[str, ...]] = {}
    for word, key in _listed(files, "dates"):
        dates[key] = (*dates.get(key, ()), word)
    pairs = [pair for parser in files if "signs" in parser for pair in parser["signs"]["traditional"].split()]
    return Vocabulary(
        roles=roles,
        units=units,
        typos=typos,
        containers=dict(_listed(files, "containers")),
        same_units=same_units,
        sizes=dict(_listed(files, "sizes")),
        letters=dict(_listed(files, "letters")),
        measures=dict(_listed(files, "measures")),
        figures=dict(_listed(files, "figures")),
        figures_before=dict(_listed(files, "figures_before")),
        numbers={word: float(value) for word, value in _listed(files, "numbers")},
        synonyms=dict(_listed(files, "synonyms")),
        exact=frozenset(word for word, _key in _listed(files, "exact")),
        adjectives=frozenset(word for word, key in _listed(files, "exact") if key in ("colour", "taste")),
        common=frozenset(word for word, key in _listed(files, "common") if key == "said"),
        uncommon=frozenset(word for word, key in _listed(files, "common") if key in ("less", "other")),
        either=frozenset(word for word, key in _listed(files, "common") if key == "either"),
        lesser=frozenset(word for word, key in _listed(files, "common") if key == "less"),
        made_of=frozenset(word for word, key in _listed(files, "made") if key == "of"),
        made_into=frozenset(word for word, key in _listed(files, "made") if key == "into"),
        kept_in=frozenset(word for word, key in _listed(files, "made") if key == "kept"),
        called=tuple((k, *_words(t)) for p in files if "called" in p for k, t in p["called"].items()),
        plain={key: tuple(_words(text)) for p in files if "plain" in p for key, text in p["plain"].items()},
        kinds=frozenset(word for word, _key in _listed(files, "kinds")),
        short=dict(_listed(files, "short")),
        abbreviated=dict(_listed(files, "abbreviated")),
        alike=tuple((key, *_words(text)) for p in files if "alike" in p for key, text in p["alike"].items()),
        days={word: int(key[3:]) for word, key in _listed(files, "dates") if re.fullmatch(r"day\d", key)},
        dates=dates,
        patterns={key: re.compile(each) for key, each in _expressions(files, "patterns").items()},
        columns=dict(_listed(files, "columns")),
        parts=_expressions(files, "parts"),
        sheets=_sheets(files),
        simplified={ord(pair[0]): pair[1] for pair in pairs if len(pair) == 2},
        phrases=re.compile(alternatives(w for w in roles if w.isascii() and not w.isalpha())),
    )


@lru_cache(maxsize=100)
def of_role(role: str) -> tuple[str, ...]:
    """Return the words of all languages that stand in a role."""
    return tuple(word for word, its in vocabulary().roles.items() if its == role)


def part(name: str) -> str:
    """Return an expression of all languages as a group, for a pattern that is put together with it."""
    return f"(?:{vocabulary().parts[name]})"
