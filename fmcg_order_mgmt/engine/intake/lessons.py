"""What a correction by a person teaches about a customer's words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from . import language, units

MOST = 60
NUMBER = r"(?:\d|[一二两三四五六七八九十半])"
# The questions whose answer says what words mean; all others are about one order alone.
ABOUT_PRODUCT = {"which_product", "unknown_product", "product_guess"}
ABOUT_UNIT = {"which_unit", "unit_not_sold"}


@dataclass(frozen=True)
class Correction:
    """A line as it was read (``product_read``, ``unit_read``, ``question``) and as a person left it.

    ``words`` name the product; ``unit`` is a kind; ``same_number`` tells that the quantity stayed.
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


def is_word(text: str) -> bool:
    """Whether a text can be a word to remember: not a bare figure, not a whole sentence."""
    return 0 < len(text) <= MOST and bool(re.search(r"[^\W\d_]", text))


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
    word = made.words.strip()
    corrected = made.product != made.product_read or made.question in ABOUT_PRODUCT
    if made.from_file and re.fullmatch(r"[\w./-]*\d[\w./-]*", word):
        return [Lesson("code", word, made.product)] if corrected and made.product_read is None else []
    named = language.flat(word) in {language.flat(name) for name in own_names}
    if not corrected or not is_word(word) or named:
        return []
    return [Lesson("word", word, made.product)]


def _of_unit(made: Correction, unit_words: Mapping[str, str]) -> list[Lesson]:
    asked = made.question in ABOUT_UNIT
    changed = made.question is None and made.unit != made.unit_read
    if not made.unit or not made.same_number or not (asked or changed):
        return []
    word = unit_word(made.source, made.words, units.words(unit_words))
    if word:
        return [Lesson("unit", word, unit=made.unit)]
    return [Lesson("usual_unit", product=made.product, unit=made.unit)]


def unit_word(source: str, words: str, known: Mapping[str, str]) -> str | None:
    """Return the unit word that stands in a line's source beside the words for the product."""
    text = language.flat(source)
    text = text.replace(language.flat(words), " ") if words else text
    behind = re.findall(NUMBER + r"\s*([^\W\d_]+)", text)
    alone = re.findall(r"[^\W\d_]+", text)
    fit = [word for said in behind for word in known if said.startswith(word)]
    fit = fit or [word for word in alone if word in known]
    return max(fit, key=len) if fit else None
