"""Cuts a text into what its stretches are: parts of products' names, numbers, units, words of an order.

Chinese is written without spaces, and a name may hold any word (加多宝, 六个核桃). So every possible reading
of a stretch is weighed, and the one that explains the most of it is taken (a longest path, as in word
segmentation by dictionary).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from .landmarks import Token
from .lexicon import LONGEST, Lexicon
from .names import HAN, stem
from .numbers import CHINESE, number, spoken, spoken_pattern
from .vocabulary import ALPHABET, alternatives, vocabulary

STRETCH = re.compile(
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+\.\d+|[{ALPHABET}0-9\u3400-\u9fff]|(?<=[a-z])'(?=[a-z]))+"
)
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
LATIN = re.compile(rf"[{ALPHABET}]+(?:'[a-z]+)?")
LOOKALIKE = re.compile(
    r"(?=[oilsz\d]*[oilsz])(?=[oilsz]*\d|[oilsz]{1,3}\s*[\u3400-\u9fff]|"
    r"[oilsz]{1,2} (?:cs|ctns?|cases?|bx|pcs|btls?)\b)"
    r"(?!\d\d+s(?![a-z0-9]))[oilsz\d]{1,4}(?![a-z0-9])"
)
NUMERAL = re.compile(CHINESE)
NUMBER_BEHIND = re.compile(r"[\d一二两三四五六七八九十百半]$")
MIXED = re.compile(r"(?:[a-z]+[015]|[015](?=[a-z]{2}))[a-z015]*(?![a-z0-9])")
MISREAD = str.maketrans("015", "ols")
SIGNS = {
    "x": "times",
    "×": "times",
    "*": "times",
    "+": "plus",
    "?": "doubt",
    "？": "doubt",
    "/": "slash",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "~": "dash",
    "&": "and",
}
HARD, SOFT = set("\n;。!！；"), set(",，、:：()（）【】[]|\"“”'=")
NEGATIVE = re.compile(
    r"负\s?\d+(?:\.\d+)?|(?<![\w.-])-\d+(?:\.\d+)?|(?<=[\u3400-\u9fff])-\d+(?:\.\d+)?(?!\s?-)"
)
# also right behind a measure: 330ml5到8箱
BETWEEN = (
    r"(?:(?<![a-z\d.])|(?<=\dml)|(?<=\d[lg])|(?<=\dkg))\d{1,4}\s?(?:-|~|–|—|至|到|或者?|or|to)\s?\d{1,4}"
)
RANGE = re.compile(
    r"(?<![\d.])(?:[1-9])、(?:[2-9])(?=\s?[箱件瓶罐包袋盒提桶条板排])|"
    rf"{BETWEEN}(?!\d|[a-z.]|\s?[号日月点楼栋室])|{BETWEEN}(?=\s?(?:ct|cs|case|box|carton))"
)
THOUSANDS = re.compile(r"(?<![a-z\d.])(\d{1,3}(?:\.\d)?)k(?![a-z\d])")
HALF = re.compile(r"(?<![\w/])(?:\d+\s+)?1/2(?![\w/])")
# 2 and a half cases, and not 2 and half a case of others
AND_HALF = re.compile(r"(?<![\w./])(\d{1,3}) and (?:a )?half(?= (?!doz)[a-z]{2,9}s(?!\w))")
# pictures come behind all letters
PICTURE = "\u2190"
# a letter before these is a size
SIZED = ("码", "号")
WEIGHT = {"name": 1.5, "alike": 0.95, "role": 1.2, "number": 1.1, "unit": 1.1, "size": 1.1, "typo": 0.6}


@lru_cache(maxsize=1)
def half_dozen() -> re.Pattern:
    """Return the pattern of half a dozen of a unit that is named."""
    units = alternatives(w for w, kind in vocabulary().units.items() if kind == "piece" and w.isascii())
    return re.compile(rf"(?<!\w)half (?:a )?(?:doz(?:en)?|dz)(?=\s+(?:{units}))")


@lru_cache(maxsize=1)
def counted() -> re.Pattern:
    """Return the pattern of an amount with nothing behind it but the next goods and their colon."""
    units = alternatives(vocabulary().units)
    return re.compile(rf"\d+(?:\s?(?:{units}))?(?=\s*(?:[,;、\n]|$)|\s+[^\d\s:,;][^\d:,;\n]*:\d)")


@lru_cache(maxsize=1)
def told_twice() -> re.Pattern:
    """Return the pattern of a number in figures and in words: 5 (five) cases, 伍(5)箱."""
    spelled = rf"(?:{alternatives(w for w in vocabulary().numbers if w.isascii())}|{CHINESE})"
    return re.compile(rf"(?<![\d.])(\d{{1,4}})\s?\(({spelled})\)|(?<![a-z])({spelled})\s?\((\d{{1,4}})\)")


def _rises(said: str) -> bool:
    """Whether two numbers may be a range: 116 - 3 is a size and an amount."""
    first, second = re.findall(r"\d+", said)
    return int(first) < int(second) or " - " not in said


def numbers_apart(text: str) -> Iterator[Token]:
    """Yield the numbers of more than one part: negative ones, ranges, halves, numbers in English words."""
    for m in half_dozen().finditer(text):
        yield Token("number", *m.span(), "6")
    for m in told_twice().finditer(text):
        figures, words = m[1] or m[4], m[2] or m[3]
        same = Decimal(figures) in (number(words), spoken(words))
        yield Token("number" if same else "range", *m.span(), figures)
    for m in AND_HALF.finditer(text):
        yield Token("number", *m.span(), f"{m[1]}.5")
    for m in THOUSANDS.finditer(text):
        yield Token("number", *m.span(), f"{Decimal(m[1]) * 1000:f}")
    for kind, pattern in (
        ("range", RANGE),
        ("negative", NEGATIVE),
        ("number", HALF),
        ("spoken", spoken_pattern()),
    ):
        for m in pattern.finditer(text):
            if kind != "range" or _rises(m[0]):
                yield Token(kind, *m.span(), m[0])


def _pictured(text: str, at: int) -> bool:
    """Whether a picture stands between blanks, as a mark between goods: 🥛 12 dozen eggs."""
    around = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return text[at] > PICTURE and unicodedata.category(text[at]) == "So" and not any(map(str.strip, around))


class Lexer:
    """Reads stretches of text with the names of a catalogue and the unit words of one customer."""

    def __init__(self, lexicon: Lexicon, units: Mapping[str, str]):
        self.lexicon, self.units = lexicon, units
        self.words = vocabulary()
        self.longest_unit = max(map(len, units), default=1)

    def tokens(self, text: str, marks: Sequence[Token]) -> list[Token]:
        """Return the tokens of a flat text between landmarks, landmarks included, in order."""
        found, at = [], 0
        for mark in [*marks, Token("end", len(text), len(text))]:
            found += self._between(text, at, mark.start)
            found.append(mark)
            at = max(at, mark.end)
        return found[:-1]

    def _between(self, text: str, start: int, end: int) -> Iterator[Token]:
        at = start
        while at < end:
            m = STRETCH.match(text, at, end)
            if m:
                yield from self._path(text, at, m.end())
                at = m.end()
            else:
                yield self._sign(text, at)
                at += 1

    @staticmethod
    def _sign(text: str, at: int) -> Token:
        c = text[at]
        if c == "." and not text[at + 1 : at + 2].strip():
            return Token("break", at, at + 1, 3)
        if c == "-" and 0 < at < len(text) - 1 and text[at - 1].isalnum() and "a" <= text[at + 1] <= "z":
            return Token("space", at, at + 1)  # pull-up, 4-pack
        if c == ":" and at and text[at - 1].isalpha() and counted().match(text, at + 1):
            return Token("space", at, at + 1)  # cola:5 sprite:3
        level = 3 if c in HARD else 2 if c in SOFT else int(_pictured(text, at))
        if level:
            return Token("break", at, at + 1, level)
        return Token("sign", at, at + 1, SIGNS[c]) if c in SIGNS else Token("space", at, at + 1)

    def _path(self, text: str, start: int, end: int) -> list[Token]:
        """The heaviest sequence of readings from start to end."""
        best: list[tuple[float, Token | None]] = [(0.0, None)] + [(-1.0, None)] * (end - start)
        for at in range(start, end):
            weight = best[at - start][0]
            if weight < 0:
                continue
            for token, worth in self._readings(text, at, start, end):
                place = token.end - start
                if weight + worth > best[place][0]:
                    best[place] = (weight + worth, token)
        found, place = [], end - start
        while place > 0:
            token = best[place][1]
            found.append(token)
            place = token.start - start
        return self._no_numbers_in_names(found[::-1])

    @staticmethod
    def _no_numbers_in_names(tokens: list[Token]) -> list[Token]:
        """Numerals before other unknown characters are a part of a word: 千 in 榴莲千层."""
        for i in range(len(tokens) - 2, -1, -1):
            token, follower = tokens[i], tokens[i + 1]
            if token.kind == "number" and NUMERAL.fullmatch(token.value) and follower.kind == "strange":
                tokens[i] = Token("strange", token.start, token.end, token.value)
        return tokens

    def _readings(self, text: str, at: int, start: int, end: int) -> Iterator[tuple[Token, float]]:
        c = text[at]
        if c.isascii() or not HAN.match(c):
            yield from self._latin(text, at, start, end)
            return
        numeral = NUMERAL.match(text, at, end)
        if numeral:
            for stop in range(at + 1, numeral.end() + 1):
                yield Token("number", at, stop, text[at:stop]), WEIGHT["number"] * (stop - at) - 0.1
        if c == "半":
            yield Token("number", at, at + 1, "半"), WEIGHT["number"]
        counted = NUMBER_BEHIND.search(text, max(start, at - 6), at) is not None
        for length in range(1, min(LONGEST, end - at) + 1):
            for token, worth in self._han(text[at : at + length], at):
                # 1箱牛油 is a case of it, and 3中包 three inner packs
                other = token.kind == "alike" and c in self.units or self._packs(token)
                if not (counted and other):
                    yield token, worth
        yield Token("strange", at, at + 1, c), 0.0

    def _packs(self, token: Token) -> bool:
        """Whether what may tell a size is a unit of several: 中包, 大提."""
        return token.kind == "modifier" and self.units.get(token.value) in ("case", "inner")

    def _han(self, part: str, at: int) -> Iterator[tuple[Token, float]]:
        length, end = len(part), at + len(part)
        # a longer word wins over two that it consists of: 整箱, 袋装
        longer = 0.2 * (length - 1)
        if part in self.words.roles:
            yield Token("role", at, end, self.words.roles[part]), WEIGHT["role"] * length + longer / 2
        if part in self.words.sizes:
            yield Token("modifier", at, end, part), WEIGHT["size"] * length + longer
        if part in self.units:
            yield Token("unit", at, end, part), WEIGHT["unit"] * length + longer
        elif part in self.words.typos:
            yield Token("typo", at, end, part), WEIGHT["typo"]
        if length > 1 and part in self.words.containers:
            yield Token("container", at, end, part), WEIGHT["unit"] * length + longer
        if self.lexicon.is_part(part):
            bonus = 0.3 if self.lexicon.is_whole(part) else 0.0
            yield Token("name", at, end, part), WEIGHT["name"] * length + bonus
        elif length == 1 and part in self.lexicon.ends:
            yield Token("name", at, end, part), 0.8
        elif 1 < length <= 4 and self.lexicon.sounds_like_part(part):
            yield Token("alike", at, end, part), WEIGHT["alike"] * length

    def _latin(self, text: str, at: int, start: int, end: int) -> Iterator[tuple[Token, float]]:
        digits = DIGITS.match(text, at, end)
        lookalike = (
            LOOKALIKE.match(text, at)
            if at == start or not text[at - 1].isalnum() or HAN.match(text[at - 1])
            else None
        )
        # a letter that stands right before a unit is a figure: I条, S箱
        behind = text[lookalike.end() :].lstrip(" ") if lookalike else ""
        following = re.match(r"[a-z]+", behind)
        counted = lookalike and (behind[:1] in self.units or following and following[0] in self.units)
        if lookalike and self._lettered(text, at, lookalike[0]):
            lookalike = None
        if lookalike and behind[:1] not in SIZED and (counted or lookalike[0] not in self.words.roles):
            stop = min(lookalike.end(), end)
            yield Token("number", at, stop, text[at:stop].strip()), 2.0 * (stop - at)
        mixed = MIXED.match(text, at, end)
        if mixed and self.lexicon.is_word(mixed[0].translate(MISREAD)):
            yield Token("latin", at, mixed.end(), mixed[0].translate(MISREAD)), 1.0 * (mixed.end() - at)
            return
        if digits:
            yield Token("number", at, digits.end(), digits[0]), 1.1 * (digits.end() - at)
            return
        word = LATIN.match(text, at, end)
        if word is None:
            yield Token("strange", at, at + 1, text[at]), 0.0
            return
        after_digit = at > 0 and text[at - 1].isdigit()
        kind, value = self._word(word[0], after_digit)
        if kind == "strange" and word[0] in self.words.numbers:
            kind = "spoken"  # two six-packs
        yield Token(kind, at, word.end(), value), 1.0 * (word.end() - at)

    def _lettered(self, text: str, at: int, said: str) -> bool:
        """Whether a letter is the size of goods that come in it, and no badly read figure: 拉拉裤L2箱."""
        goods = text[:at].rstrip()[-2:]
        return said[1:].isdigit() and goods in self.lexicon.lettered.get(said[0], ())

    def _word(self, word: str, after_digit: bool) -> tuple[str, str]:
        if word == "x":
            return "sign", "times"
        if after_digit and word in self.units:
            return "unit", word
        if word in self.lexicon.words or stem(word) in self.lexicon.words:
            role = self.words.roles.get(word)
            return ("either", word) if role or word in self.units else ("latin", word)
        if word in self.units:
            return "unit", word
        if word in self.words.roles:
            return "role", self.words.roles[word]
        if word in self.words.sizes:
            return "modifier", word
        if word in self.words.containers:
            return "container", word
        return ("latin", word) if self.lexicon.is_word(word) else ("strange", word)
