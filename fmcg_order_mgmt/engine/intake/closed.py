"""A text with its empty spaces closed, which still knows where each of its characters stood."""

import re
from dataclasses import replace

from .model import Line

RUN = re.compile(r"(\s{3,})|\S+|\s{1,2}")


class Closed:
    """``text`` is a text of which longer spaces are closed, up to a size; ``cut`` tells that more follows."""

    def __init__(self, text: str, most: int):
        made, self._at, self.cut = [], [], False
        size = 0
        for m in RUN.finditer(text):
            places = self._kept(m) if m[1] else range(*m.span())
            if size + len(places) > most:
                self.cut = bool(text[m.start() :].strip())
                break
            size += len(places)
            self._at += places
            made.append("".join(text[i] for i in places))
        self.text = "".join(made)

    @staticmethod
    def _kept(m: re.Match) -> list[int]:
        """The places of a longer space that stay: its first line breaks, else its first blanks."""
        breaks = [m.start() + i for i, c in enumerate(m[0]) if c == "\n"][:2]
        return breaks or [m.start(), m.start() + 1]

    def placed(self, line: Line) -> Line:
        """Return a line of the closed text as one of the text itself."""
        if not line.span or not line.span[0] < line.span[1] <= len(self._at):
            return replace(line, span=None) if line.span else line
        start, end = line.span
        return replace(line, span=(self._at[start], self._at[end - 1] + 1))
