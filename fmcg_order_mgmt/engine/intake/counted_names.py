"""Names of which a number is a part as if something was counted: 六个核桃, 三只松鼠, three squirrels."""

import re
from collections.abc import Iterable, Iterator

from .vocabulary import alternatives, vocabulary

NUMERALS = "一二两三四五六七八九十百千"
COUNTING = "个只度头匹位顿颗朵滴座棵口粒"
# degrees count no goods: what is called 七度空间 is called 七度 for short
DEGREES = "度"
# behind these a pack is described: 三只装
PACKED = "装入裝盒袋瓶桶箱包支提组套片条"
COUNTED = re.compile(
    rf"(?<![\u3400-\u9fff\d])(?P<count>[{NUMERALS}]{{1,2}}[{COUNTING}])(?P<rest>[\u3400-\u9fff]+)"
)
LONGEST = 4
# characters that no name and no message has, so that they are neither numerals nor units
PLAIN = {ord(c): chr(0x3401 + at) for at, c in enumerate(NUMERALS + COUNTING)}


def plain(name: str) -> str:
    """Return a flat name whose number and counting word are characters like the others."""
    return COUNTED.sub(lambda m: _plain(m["count"], m["rest"]), name)


def _plain(count: str, rest: str) -> str:
    return (count if rest[0] in PACKED else count.translate(PLAIN)) + rest


class CountedNames:
    """Finds such names of a catalogue in texts; ``names`` are all its names, flat."""

    def __init__(self, names: Iterable[str]):
        flat = list(names)
        found = [m for name in flat for m in COUNTED.finditer(name) if m["rest"][0] not in PACKED]
        self.han = self._pattern({(m["count"], m["rest"][:LONGEST]) for m in found})
        spoken = alternatives(word for word in vocabulary().numbers if word.isalpha() and word.isascii())
        latin = (re.match(rf"({spoken})[ -]([a-z]{{3,}})", name) for name in flat)
        words = sorted({(m[1], m[2].removesuffix("s")) for m in latin if m})
        said = (rf"(?<![a-z\d.]){count}[ -]{word}s?(?![a-z\d])" for count, word in words)
        self.latin = re.compile("|".join(said) or "(?!)")

    @staticmethod
    def _pattern(names: set[tuple[str, str]]) -> re.Pattern:
        """The pattern of the numbers with one to some of the characters behind them, the longest first."""
        ends: dict[str, set[str]] = {}
        for count, rest in names:
            ends.setdefault(count, set()).update(rest[:length] for length in range(1, len(rest) + 1))
        told = []
        for count, rest in sorted(ends.items()):
            longest_first = "|".join(sorted(rest, key=len, reverse=True))
            told.append(f"{count}(?:{longest_first})" + ("?" if count[-1] in DEGREES else ""))
        return re.compile("|".join(told) or "(?!)")

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield (kind of token, start, end) of each such name in a flat text."""
        for kind, pattern in (("name", self.han), ("latin", self.latin)):
            for m in pattern.finditer(text):
                yield kind, *m.span()

    def plain(self, text: str) -> str:
        """Return a flat text in which such names are spelled as in the names of the catalogue."""
        return self.han.sub(lambda m: _spelled(m[0]), text)


def _spelled(name: str) -> str:
    count = re.match(rf"[{NUMERALS}]+[{COUNTING}]", name)[0]
    return count.translate(PLAIN) + name[len(count) :]
