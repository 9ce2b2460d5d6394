"""The free time of a work centre: its working hours less the work that is planned on it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

Span = tuple[dt.datetime, dt.datetime]


class _Piece(NamedTuple):
    """Free time; ``parted``: other work lies between it and the piece before."""

    begin: dt.datetime
    end: dt.datetime
    parted: bool


class WorkTime:
    """When a work centre is free. Work may go on over a night or a break, but not over other work.

    ``working``: its hours, in order, none of which overlap; ``busy``: what is planned on it. All moments are
    local times without a zone.
    """

    def __init__(self, working: Iterable[Span], busy: Iterable[Span] = ()):
        self._free = [_Piece(begin, end, False) for begin, end in working]
        for begin, end in busy:
            self.occupy(begin, end)

    def slot(self, minutes: float, after: dt.datetime) -> Span | None:
        """Return the first span in which so much work can be done, None without any."""
        whole = left = dt.timedelta(minutes=minutes)
        began = None
        for piece in self._free:
            begin = max(piece.begin, after)
            if begin >= piece.end:
                continue
            if piece.parted:
                began, left = None, whole
            began = began or begin
            if piece.end - begin >= left:
                return began, begin + left
            left -= piece.end - begin
        return None

    def occupy(self, begin: dt.datetime, end: dt.datetime) -> None:
        """Take a span of time for work."""
        if begin >= end:
            return
        pieces, parted = [], False
        for piece in self._free:
            if piece.begin < begin:
                pieces.append(_Piece(piece.begin, min(piece.end, begin), piece.parted))
            if piece.end > end:
                # The first piece after the work is the one that it parts from those before.
                pieces.append(_Piece(max(piece.begin, end), piece.end, piece.parted or not parted))
                parted = True
        self._free = pieces

    def fill(self, minutes: float, after: dt.datetime) -> None:
        """Take the first free time for work that nobody has planned, wherever it lies."""
        left = dt.timedelta(minutes=minutes)
        for piece in list(self._free):
            if not left:
                break
            begin = max(piece.begin, after)
            if begin < piece.end:
                taken = min(piece.end - begin, left)
                self.occupy(begin, begin + taken)
                left -= taken
