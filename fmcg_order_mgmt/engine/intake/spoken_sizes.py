"""Sizes in words, as digits and measure: 五百毫升, 一升半的, five hundred grams, the five fifty water."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from . import numbers
from .vocabulary import alternatives, vocabulary

HAN_SIZE = r"(?:零点|点)?[零〇一二两三四五六七八九十百千点半]+"
DIGIT = "[零〇一二三四五六七八九]"


def spoken_sizes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, size) of the sizes with a measure in a flat text."""
    for m in _measured().finditer(text):
        said = m[1] or m[2]
        number = numbers.number(said) if m[1] else numbers.spoken_size(said)
        yield *m.span(), f"{number.normalize():f}{m[0][len(said) :].strip(' -')}" if number else m[0]


def pointed_sizes(text: str, magnitudes: set[Decimal]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, size) of the sizes with a point or a half in a flat text.

    In English hundreds without a measure are one, where products have it among their ``magnitudes``.
    """
    for m in _pointed().finditer(text):
        if m[2]:
            yield *m.span(), f"{numbers.number(m[2]):f}.5{m[3]}"
        elif number := numbers.number(m[1]):
            yield *m.span(), f"{number.normalize():f}{m[0][len(m[1]) :]}"
    for m in _english().finditer(text):
        if m[1]:
            whole, *part = (f"{vocabulary().numbers[w]:.0f}" for w in m[1].split() if w != "point")
            yield *m.span(), f"{whole}.{''.join(part)}{m[2]}"
        elif numbers.spoken_size(m[3]) in magnitudes:
            yield *m.span(), f"{numbers.spoken_size(m[3]):f}"


@lru_cache(maxsize=1)
def _measured() -> re.Pattern:
    words = [w for w in vocabulary().measures if not w.isascii()]
    latin = [w for w in vocabulary().measures if len(w) > 2 and w.isascii()]
    values = alternatives(vocabulary().numbers)
    return re.compile(
        rf"({HAN_SIZE})(?:{alternatives(words)})|"
        rf"((?:{values})(?:[\s-]+(?:and\s+)?(?:{values}|a half|oh?|zero|nought))*)"
        rf"[\s-]+(?:{alternatives(latin)})"
    )


@lru_cache(maxsize=1)
def _pointed() -> re.Pattern:
    """The pattern of a size with a point or a half in Chinese: 一点八升, which is no hour, and 一升半的."""
    words = alternatives(w for w in vocabulary().measures if not w.isascii())
    return re.compile(
        rf"({DIGIT}点{DIGIT}+)(?:{words})|([一二两三四五\d])(升|公斤)半(?=的|装|[大小]?[瓶桶罐])"
    )


@lru_cache(maxsize=1)
def _english() -> re.Pattern:
    """The pattern of one point one two kilo, and of the five fifty water."""
    held = vocabulary()
    latin = alternatives(w for w in held.measures if len(w) > 1 and w.isascii())
    digit = alternatives(w for w, n in held.numbers.items() if w.isascii() and w.isalpha() and n < 10)
    tens = alternatives(w for w, n in held.numbers.items() if w.isascii() and 10 <= n < 100)
    return re.compile(
        rf"(?<!\w)((?:{digit}) point (?:{digit})(?: (?:{digit}))?)[ -]({latin})(?!\w)|"
        rf"(?<=the )((?:{digit}) (?:{tens}))(?= [a-z])"
    )
