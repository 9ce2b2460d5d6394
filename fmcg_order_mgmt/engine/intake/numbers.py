"""Numbers as people write them: any width, Chinese numerals, English words, letters mistaken for digits."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .vocabulary import alternatives, vocabulary

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "廿": 20,
    "卅": 30,
}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
LOOKALIKE = str.maketrans("zZoOlIi|Ss", "2200111155")
CHINESE = "[零〇一二三四五六七八九十百千万两俩仨廿卅]+"
PLAIN = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
LARGEST = Decimal(10) ** 9


def chinese(words: str) -> Decimal | None:
    """Return the value of a Chinese numeral: 一百二 is 120, 一千五 is 1500; None where it is none."""
    if "点" in words:
        whole, _point, part = words.partition("点")
        left = chinese(whole) if whole else Decimal(0)
        digits = "".join(str(DIGITS[c]) for c in part if c in DIGITS)
        return None if left is None or not digits else left + Decimal("0." + digits)
    total, current, last = 0, None, 1
    for c in words:
        if c in POWERS:
            total = (
                (total + (current or 0)) * POWERS[c]
                if c == "万"
                else total + (1 if current is None else current) * POWERS[c]
            )
            current, last = None, POWERS[c]
        elif c in "廿卅":
            total, current, last = total + DIGITS[c], None, 10
        elif c in DIGITS:
            if current not in (None, 0):
                return None
            current = DIGITS[c]
            last = 1 if c in "零〇" else last
        else:
            return None
    if current is None:
        return Decimal(total)
    short = last >= 100 and len(words) > 1 and words[-2] in POWERS
    return Decimal(total + current * (last // 10 if short else 1))


@lru_cache(maxsize=1)
def spoken_pattern() -> re.Pattern:
    """Return the pattern of a number in words: twenty five, a hundred and ten, one and a half, half a."""
    word = alternatives(vocabulary().numbers)
    # fifty of this and six of that are two numbers, a hundred and ten is one
    joined = r"(?:(?<=hundred)|(?<=thousand))\s+and\s+(?:a\s+)?|\s+and\s+(?:a\s+)?(?=half)|[\s-]+"
    return re.compile(
        rf"(?:(?<!\w)a\s+(?=(?:hundred|thousand|half)))?(?:{word})(?:(?:{joined})(?:{word}))*(?:\s+an?(?!\w))?"
    )


def spoken(words: str) -> Decimal | None:
    """Return the value of a number in words, None where a word is none or two numbers are said."""
    total = current = Decimal(0)
    seen = False
    for word in re.findall(r"[a-z]+", words):
        if word in ("a", "an", "and"):
            continue
        value = vocabulary().numbers.get(word)
        if value is None:
            return None
        value, seen = Decimal(str(value)), True
        if value >= 1000:
            total, current = total + (current or 1) * value, Decimal(0)
        elif value == 100:
            current = (current or 1) * value
        elif 0 < current % 10 and value >= 1:
            return None  # five six cases are five or six
        else:
            current += value
    return total + current if seen else None


# how a nought is said among digits
NOTHING = ("oh", "o", "zero", "nought")


def spoken_size(words: str) -> Decimal | None:
    """Return the value of a size in words, of which hundreds may be left out: two fifty is 250."""
    said = re.findall(r"[a-z]+", words)
    first, *rest = (Decimal(str(vocabulary().numbers.get(w, 0))) for w in said)
    if len(said) > 2 and all(w in NOTHING or 0 < n < 10 for w, n in zip(said, (first, *rest), strict=True)):
        return Decimal("".join(f"{n:.0f}" for n in (first, *rest)))  # five oh five
    hundreds = 0 < first < 10 and rest and 10 <= rest[0] < 100
    return first * 100 + sum(rest) if hundreds else spoken(words)


def decimal(words: str, comma: str = "") -> Decimal | None:
    """Return a decimal number; ``comma`` is ',' where a comma is the decimal sign. None where it is none."""
    words = words.strip().replace(" ", "").replace("\xa0", "")
    if comma == "," or re.fullmatch(r"-?\d+,\d{1,2}", words):
        words = words.replace(",", ".")
    words = words.replace(",", "")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", words):
        return None
    try:
        value = Decimal(words)
    except InvalidOperation:
        return None
    return value if abs(value) < LARGEST else None


def number(words: str) -> Decimal | None:
    """Return the value of a number in any supported form, None where the words are no number."""
    words = words.strip()
    if words == "半":
        return Decimal("0.5")
    half = re.fullmatch(r"(?:(\d+)\s+)?1/2", words)
    if half:
        return Decimal(half[1] or 0) + Decimal("0.5")
    if re.fullmatch(CHINESE.replace("万", "万点"), words):
        return chinese(words)
    found = decimal(words)
    if found is None:
        found = spoken(words.lower())
    return found if found is not None else decimal(words.translate(LOOKALIKE))
