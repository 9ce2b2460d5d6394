"""Chinese names of which numbers are a part as if something was counted: 六个核桃, 三只松鼠, 8小时, 1+2."""

import re
from collections.abc import Iterable, Iterator

from . import numbers

NUMERALS = "一二两三四五六七八九十百千"
COUNTING = "个只度头匹位顿颗朵滴座棵口粒点"
# degrees count no goods: what is called 七度空间 is called 七度 for short
DEGREES = "度"
# behind these a pack is described: 三只装
PACKED = "装入裝盒袋瓶桶箱包支提组套片条"
COUNTED = re.compile(
    rf"(?<![\u3400-\u9fff\d])(?P<count>[{NUMERALS}]{{1,2}}[{COUNTING}])(?P<rest>[\u3400-\u9fff]+)"
)
# and no offer of ten and one free
SUM = re.compile(r"(?<![\d+])\d\+\d(?![\d+])")
# a time that begins a name
TIMED = re.compile(rf"(?<![\u3400-\u9fff\d.])(?P<number>\d{{1,2}}|[{NUMERALS}]{{1,2}})(?P<time>小时|分钟|天)")
# no time within which something is done
SAID = re.compile(
    rf"(?<![\d.{NUMERALS}])(?P<number>\d{{1,2}}|[{NUMERALS}]{{1,3}})(?P<time>小时|分钟|天)(?!之?[内后前]|以[内后前]|左右|送|到)"
)
LONGEST = 4
# characters that no name and no message has, so that they are neither numerals nor units
PLAIN = {ord(c): chr(0x3401 + at) for at, c in enumerate(f"{NUMERALS}{COUNTING}0123456789+")}


def plain(name: str) -> str:
    """Return a flat name whose number and counting word, or sum, are characters like the others."""
    name = COUNTED.sub(lambda m: _plain(m["count"], m["rest"]), TIMED.sub(_timed, name))
    return SUM.sub(lambda m: m[0].translate(PLAIN), name)


def _timed(m: re.Match) -> str:
    return _digits(m["number"]).translate(PLAIN) + m["time"]


def _digits(number: str) -> str:
    """A number in figures; one that is none stays as it is."""
    value = numbers.number(number)
    return number if value is None else f"{value:f}"


def _plain(count: str, rest: str) -> str:
    return (count if rest[0] in PACKED else count.translate(PLAIN)) + rest


class CountedNames:
    """Finds such names of a catalogue in texts; ``names`` are all its names, flat."""

    def __init__(self, names: Iterable[str]):
        flat = list(names)
        found = [m for name in flat for m in COUNTED.finditer(name) if m["rest"][0] not in PACKED]
        sums = sorted({m for name in flat for m in SUM.findall(name)})
        self.times = {(_digits(m["number"]), m["time"]) for name in flat for m in TIMED.finditer(name)}
        self.han = self._pattern({(m["count"], m["rest"][:LONGEST]) for m in found}, sums)

    @staticmethod
    def _pattern(names: set[tuple[str, str]], sums: Iterable[str]) -> re.Pattern:
        """The pattern of the numbers with one to some of the characters behind them, the longest first.

        Right behind a sum an amount may follow: 1+2 and 7 cases are written 1+27箱.
        """
        ends: dict[str, set[str]] = {}
        for count, rest in names:
            ends.setdefault(count, set()).update(rest[:length] for length in range(1, len(rest) + 1))
        told = [rf"(?<![\d+]){re.escape(each)}(?![\d+](?!\d?[\u3400-\u9fff]))" for each in sums]
        for count, rest in sorted(ends.items()):
            longest_first = "|".join(sorted(rest, key=len, reverse=True))
            told.append(f"{count}(?:{longest_first})" + ("?" if count[-1] in DEGREES else ""))
        return re.compile("|".join(told) or "(?!)")

    def places(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """Yield (kind of token, start, end, what it stands for) of each such name in a flat text."""
        for m in (*filter(self._timed, SAID.finditer(text)), *self.han.finditer(text)):
            yield "name", *m.span(), m[0]

    def _timed(self, m: re.Match) -> bool:
        """Whether a time is one that begins a name."""
        return bool(self.times) and (_digits(m["number"]), m["time"]) in self.times

    def plain(self, text: str) -> str:
        """Return a flat text in which such names are spelled as in the names of the catalogue."""
        return self.han.sub(
            lambda m: _spelled(m[0]), SAID.sub(lambda m: _timed(m) if self._timed(m) else m[0], text)
        )


def _spelled(name: str) -> str:
    count = re.match(rf"[{NUMERALS}]+[{COUNTING}]|{SUM.pattern}", name)[0]
    return count.translate(PLAIN) + name[len(count) :]
