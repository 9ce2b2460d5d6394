"""What a correction by a person teaches about a customer's words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from . import language, units
from .codes import gtin
from .matcher import DIGITS_ONLY
from .model import Naming

MOST, MOST_CELL = 60, 140
NUMBER = r"(?:\d|[一二两三四五六七八九十半])"
# what the matcher looks up as a code where it stands among words
CODE = re.compile(rf"(?!\d{{1,{DIGITS_ONLY - 1}}}$)(?=.*[1-9])[a-z0-9][a-z0-9_-]*(?<=.{{2}})")
# The questions whose answer says what words mean; all others are about one order alone.
ABOUT_PRODUCT = {"which_product", "unknown_product", "product_guess"}
ABOUT_UNIT = {"which_unit", "unit_not_sold"}


@dataclass(frozen=True)
class Correction:
    """A line as it was read (``product_read``, ``unit_read``, ``question``) and as a person left it.

    ``words`` name the product, or ``naming`` does where the line is no running text; ``unit`` is a kind;
    ``same_number`` tells that the quantity stayed.
    """

    words: str
    source: str
    from_file: bool
    question: str | None
    product_read: int | None
    product: int
    unit_read: str | None
    unit: str | None
    same_number: bool
    naming: Naming | None = None


@dataclass(frozen=True)
class Lesson:
    """Something to remember of the customer; ``kind`` as in the addon's aliases."""

    kind: str
    word: str = ""
    product: int | None = None
    unit: str | None = None


def lessons(made: Correction, unit_words: Mapping[str, str], own_names: Collection[str]) -> list[Lesson]:
    """Return what a corrected line teaches, nothing where the person changed no word's meaning.

    :param unit_words: the company's own unit words
    :param own_names: names and codes of the product that was read; who writes those means no other by them
    """
    return [*_of_product(made, own_names), *_of_unit(made, unit_words)]


def is_word(text: str, most: int = MOST) -> bool:
    """Whether a text can be a word to remember: not a bare figure, not a whole sentence."""
    return 0 < len(text) <= most and bool(re.search(r"[^\W\d_]", text))


def is_code(text: str) -> bool:
    """Whether what stands in a column of codes can be one to remember: 0000 and - stand for none."""
    return 1 < len(text) <= MOST and any(c.isalnum() and c != "0" for c in text)


def product_words(source: str, known: Mapping[str, str]) -> str:
    """Return what is left of a line's source without its amounts: the words for the product, more or less.

    For readers that do not tell the words themselves.

    :param known: unit words
    """
    unit = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    flat = language.flat(source)
    text = re.sub(rf"{NUMBER}+(?:[.,]\d+)?\s*(?:{unit})(?![a-z])", " ", flat)
    if text == flat:
        text = re.sub(r"\d+(?:[.,]\d+)?\s*$", " ", flat)
    return re.sub(r"\s+", " ", text).strip(" ,;:.，。；：、*×-@")


def _of_product(made: Correction, own_names: Collection[str]) -> list[Lesson]:
    # names that contradict each other: one of them is a slip of this message, and nobody said which
    if made.question == "product_conflict":
        return []
    if made.product == made.product_read and made.question not in ABOUT_PRODUCT:
        return []
    if made.naming is None:
        return _of_words(made, made.words.strip(), own_names, MOST)
    return _of_cells(made, made.naming, own_names)


def _of_words(made: Correction, word: str, own_names: Collection[str], most: int) -> list[Lesson]:
    if _own(word, own_names) and not (made.naming and _confirmed(made)):
        return []
    if made.from_file and CODE.fullmatch(language.flat(word)):
        return [Lesson("code", word, made.product)]
    return [Lesson("word", word, made.product)] if is_word(word, most) else []


def _of_cells(made: Correction, naming: Naming, own_names: Collection[str]) -> list[Lesson]:
    """The customer's code, else the barcode, else the name: the next file names the product like this."""
    code = next(filter(is_code, naming.codes), None)
    if code is None:
        return _of_words(made, " ".join(naming.name.split()), own_names, MOST_CELL)
    # who writes our own code or barcode wants other goods this once; one that was only guessed at is theirs
    ours = any(_own(each, own_names) for each in naming.codes) and made.question != "product_guess"
    return [] if ours and not _confirmed(made) else [Lesson("code", code, made.product)]


def _own(word: str, own_names: Collection[str]) -> bool:
    """Whether a word is among the names, codes and barcodes of the product that was read."""
    return gtin(language.flat(word)) in {gtin(language.flat(name)) for name in own_names}


def _confirmed(made: Correction) -> bool:
    return made.product == made.product_read


def _of_unit(made: Correction, unit_words: Mapping[str, str]) -> list[Lesson]:
    asked = made.question in ABOUT_UNIT
    changed = made.question is None and made.unit != made.unit_read
    if not made.unit or not made.same_number or not (asked or changed):
        return []
    word = written_unit(made, units.words(unit_words))
    if word:
        return [Lesson("unit", word, unit=made.unit)] if is_word(word) else []
    return [] if word is None else [Lesson("usual_unit", product=made.product, unit=made.unit)]


def written_unit(made: Correction, known: Mapping[str, str]) -> str | None:
    """Return the unit as a line writes it, '' for a bare number, None where something else says it."""
    if made.naming is None:
        return unit_word(made.source, made.words, known) or ""
    return made.naming.unit and language.flat(made.naming.unit).strip()


def unit_word(source: str, words: str, known: Mapping[str, str]) -> str | None:
    """Return the unit word that stands in a line's source beside the words for the product."""
    text = language.flat(source)
    text = text.replace(language.flat(words), " ") if words else text
    behind = re.findall(NUMBER + r"\s*([^\W\d_]+)", text)
    alone = re.findall(r"[^\W\d_]+", text)
    fit = [word for said in behind for word in known if said.startswith(word)]
    fit = fit or [word for word in alone if word in known]
    return max(fit, key=len) if fit else None
