"""The words of the order sheet that customers fill in: they must be read back as they were meant."""

from collections.abc import Mapping
from dataclasses import dataclass

from .vocabulary import vocabulary

# a unit word stands under it and its kind
KIND = "kind_"


@dataclass(frozen=True)
class Labels:
    """The texts of a sheet in one language; headings and labels are words that the readers know."""

    title: str
    customer: str
    date: str
    reference: str
    code: str
    barcode: str
    product: str
    spec: str
    unit: str
    quantity: str
    price: str
    hint: str
    unit_error: str
    quantity_error: str
    date_error: str


def labels(language: str) -> Labels:
    """Return the texts for a language code, English where there are none of its own."""
    held = vocabulary().sheets
    texts = held.get(language[:2], held["en"])
    return Labels(**{name: text for name, text in texts.items() if not name.startswith(KIND)})


def unit_word(kind: str, language: str, words: Mapping[str, str]) -> str | None:
    """Return the word to write for a kind of unit, None where the customer means others by all of them.

    The plainest word comes first: one that is said of any product.

    :param words: unit words with the kinds that a reader takes them for, from this customer
    """
    held = vocabulary().sheets
    told = (held.get(code, {}).get(KIND + kind, "") for code in (language[:2], "en"))
    found = (word.strip() for text in told for word in text.split(","))
    return next((word for word in found if words.get(word) == kind), None)
