"""The segments of UN/EDIFACT interchanges (syntax ISO 9735), and whether an interchange arrived whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import numbers
from ..model import Question
from ..sums import SHOWN

SERVICE = ("UNB", "UNG", "UNE", "UNZ")


@dataclass(frozen=True)
class Segment:
    """A segment: its tag, its elements as lists of components, and where it stands in the text."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    span: tuple[int, int]

    def get(self, element: int, component: int = 0) -> str:
        """Return a component, '' where it is absent; elements count from 1 after the tag."""
        parts = self.elements[element - 1] if 0 < element <= len(self.elements) else ()
        return parts[component] if component < len(parts) else ""


def segments(text: str) -> tuple[list[Segment], str]:
    """Return the segments of an interchange and its decimal sign; released characters are honoured."""
    start = len(text) - len(text.lstrip("\ufeff \r\n"))
    marks = text[start + 3 : start + 9] if text.startswith("UNA", start) else ":+.? '"
    if len(marks) < 6:
        return [], "."
    position = start + 9 if text.startswith("UNA", start) else start
    component, element, comma, release, _blank, end = marks
    found, parts, current, begun = [], [[]], "", position
    while position < len(text):
        c = text[position]
        if c == release and release != " ":
            current += text[position + 1 : position + 2]
            position += 1
        elif c in (component, element, end):
            parts[-1].append(current)
            current = ""
            if c == element:
                parts.append([])
            elif c == end:
                found.append(Segment(parts[0][0], tuple(map(tuple, parts[1:])), (begun, position + 1)))
                parts, begun = [[]], position + 1
        elif c not in "\r\n":
            current += c
        elif not current and parts == [[]]:
            begun = position + 1
        position += 1
    return found, comma


def decode(data: bytes) -> str:
    """Return the text of bytes: UTF-8, else the eastern GBK, else the western cp1252."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")


def messages(found: list[Segment]) -> Iterator[tuple[list[Segment], Question | None]]:
    """Yield the segments of each message from UNH on, with what is wrong with it or with what it came in."""
    for interchange in _split(found, "UNB"):
        doubt = _envelope(interchange)
        for part in _split(interchange, "UNH"):
            if part[0].tag == "UNH":
                group = [s for s in part if s.tag not in SERVICE]
                yield group, doubt or _end(group)


def _split(found: list[Segment], tag: str) -> list[list[Segment]]:
    """Cut before each segment of a tag; what stands before the first is a part of its own."""
    parts: list[list[Segment]] = []
    for segment in found:
        if not parts or segment.tag == tag:
            parts.append([])
        parts[-1].append(segment)
    return parts


def _envelope(interchange: list[Segment]) -> Question | None:
    """What is wrong with an interchange: UNZ and UNE count what they close and repeat its reference.

    UNZ counts the functional groups where there are any, else the messages (ISO 9735, data element 0036);
    UNE counts the messages of its group (0060). Software that leaves UNZ out altogether is not asked about.
    """
    opened = _first(interchange, "UNB")
    groups = [part for part in _split(interchange, "UNG") if part[0].tag == "UNG"]
    size = len(groups) or _count(interchange, "UNH")
    doubts = [_closed(_first(interchange, "UNZ"), size, opened)]
    for group in groups:
        end = _first(group, "UNE")
        doubts.append(_closed(end, _count(group, "UNH"), group[0]) if end else Question("cut_off"))
    return next(filter(None, doubts), None)


def _closed(end: Segment | None, size: int, opened: Segment | None) -> Question | None:
    if end is None:
        return None
    if numbers.decimal(end.get(1)) != size:
        return Question("parts_missing", {"found": size, "claimed": end.get(1)[:SHOWN] or "-"})
    return _repeated(opened.get(5), end.get(2)) if opened else None


def _end(group: list[Segment]) -> Question | None:
    """What is wrong with the end of a message: UNT closes it and repeats its reference (0062).

    UNS ends the lines: one that stands behind it would not be read.
    """
    written = [s for s in group if s.tag]
    _lines, *summary = _split(written, "UNS")
    if written[-1].tag != "UNT" or _count(group, "UNT") > 1 or any(_count(x, "LIN") for x in summary):
        return Question("cut_off")
    return _repeated(group[0].get(1), written[-1].get(2))


def _repeated(opened: str, closed: str) -> Question | None:
    """References that differ; one that is left out says nothing."""
    if not opened or not closed or opened.strip() == closed.strip():
        return None
    return Question("ends_differently", {"opened": opened[:SHOWN], "closed": closed[:SHOWN]})


def _first(found: list[Segment], tag: str) -> Segment | None:
    return next((s for s in found if s.tag == tag), None)


def _count(found: list[Segment], tag: str) -> int:
    return sum(s.tag == tag for s in found)
