"""The own names of a product's units as words that a message may use: 箱(24罐) is called 箱."""

import re
from collections.abc import Iterable
from decimal import Decimal

from . import language

BRACKETED = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
# What tells the size: "case of 24", "箱/24罐", "6-pack", "24罐箱".
SIZE = re.compile(r"\bof\s+\d.*|[/*×]\s*\d.*|\d[\d.,*×]*(?:[a-z]+|[瓶罐听支个包袋盒桶只杯](?=.))?")


def said(name: str) -> str:
    """Return the word by which a unit of that name is called, in lower case; empty where nothing is left.

    Digits and brackets, which tell how much is in it, are left out.
    """
    word = SIZE.sub(" ", BRACKETED.sub(" ", language.flat(name)))
    return " ".join(re.sub(r"[-–/*×,.]+", " ", word).split())


def named(
    units: Iterable[tuple[str, str, object, Decimal]],
) -> dict[str, tuple[str, object, Decimal]]:
    """Return words with (kind, unit key, base units in one) for a product's units.

    :param units: (name, kind, unit key, base units in one) of each, a unit once for each of its names
    :return: a word that two units of the product share tells neither, so it is left out
    """
    found: dict[str, tuple[str, object, Decimal]] = {}
    shared: set[str] = set()
    for name, kind, key, size in units:
        word = said(name)
        if found.setdefault(word, (kind, key, size))[1] != key:
            shared.add(word)
    return {word: unit for word, unit in found.items() if word and word not in shared}
