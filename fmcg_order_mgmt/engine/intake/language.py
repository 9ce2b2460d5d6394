"""Text in one form for reading: half width, lower case, simplified characters, at unchanged places."""

import re
import unicodedata
from functools import lru_cache

from .vocabulary import vocabulary

# a Chinese comma between figures parts a list (纸杯4，500杯20) and no thousands
# a nought in a day as pictures are read: 11月2O日
DAY_READ = re.compile(r"(?<=\d)[oO](?=[日号月])")
LISTED = re.compile(r"(?<=[0-9])，(?=[0-9])")
FILLING = re.compile(r"[\s\W_子儿味色]")


def flat(text: str) -> str:
    """Return the text in half width, lower case and simplified characters: offsets stay the same."""
    text = DAY_READ.sub("0", LISTED.sub("、", text))
    return "".join(map(_one, _circled().sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)))


@lru_cache(maxsize=1)
def _circled() -> re.Pattern:
    """Circled digits that count goods: 牛奶②箱."""
    units = "".join(sorted(word for word in vocabulary().units if len(word) == 1 and not word.isascii()))
    return re.compile(rf"[①-⑨](?=[{units}])")


@lru_cache(maxsize=16384)
def _one(c: str) -> str:
    if "\u2460" <= c <= "\u249b":
        return "•"  # ① and ⑴ count the lines of a list, they are no quantities
    folded = unicodedata.normalize("NFKC", c).lower()
    return vocabulary().simplified.get(ord(folded), folded) if len(folded) == 1 else c


def blank(text: str, pattern: re.Pattern) -> str:
    """Return the text with what the pattern matches replaced by spaces, line breaks kept."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


@lru_cache(maxsize=16384)
def significant(rest: str) -> str:
    """Return what grammar, sizes and containers leave of characters: what no name has explained."""
    words = vocabulary()
    known = (words.containers, words.sizes, words.roles, words.kinds, words.common)
    for size in range(min(len(rest), 4), 0, -1):
        at = 0
        while at + size <= len(rest):
            piece = rest[at : at + size]
            if any(piece in held for held in known) or FILLING.match(piece):
                rest = rest[:at] + rest[at + size :]
            else:
                at += 1
    return rest
