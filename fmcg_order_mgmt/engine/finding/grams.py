"""The words of a message in a form that an index of trigrams finds, Chinese of two characters included.

An index of trigrams knows nothing of two characters inside a run of them, and most Chinese words are two
long. So each character stands with the next one as a word of its own: 可口可乐 is kept as 可口 口可 可乐 乐.
"""

import re
import unicodedata
from functools import lru_cache

# What is written without spaces between words: Chinese, Japanese, Korean.
DENSE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# The words of a longer message stand at its beginning; what follows is quoted mail or bytes gone astray.
MOST_INDEXED = 50_000
# From this many letters on, an index of trigrams finds a word anywhere.
ANYWHERE = 3


@lru_cache(maxsize=1)
def _runs() -> re.Pattern:
    return re.compile(rf"(?P<dense>[{DENSE}]+)|[^\W_{DENSE}]+")


def fold(text: str) -> str:
    """Return the text without what tells no words apart: case, width and accents."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def is_dense(text: str) -> bool:
    """Return whether a text is written in signs without spaces alone, such as Chinese."""
    run = _runs().fullmatch(text)
    return bool(run and run["dense"])


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def index_words(text: str) -> str:
    """Return each word of the text once, with a space on both sides of it; '' where there is none."""
    found: dict[str, None] = {}
    for run in _runs().finditer(fold(text[:MOST_INDEXED])):
        found.update(dict.fromkeys([*_pairs(run[0]), run[0][-1]] if run["dense"] else [run[0]]))
    return f" {' '.join(found)} " if found else ""


def grams(typed: str) -> tuple[str, ...]:
    """Return what must all stand in the words that ``index_words`` kept for ``typed`` to be among them.

    Longer words are found by any part, those of one or two letters by their beginning.
    """
    found: dict[str, None] = {}
    for run in _runs().finditer(fold(typed)):
        text = run[0]
        if run["dense"]:
            found.update(dict.fromkeys([f" {pair} " for pair in _pairs(text)] or [f" {text}"]))
        else:
            found[text if len(text) >= ANYWHERE else f" {text}"] = None
    return tuple(found)
