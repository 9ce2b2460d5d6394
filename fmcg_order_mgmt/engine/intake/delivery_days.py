"""When a text wants its goods: one day for all, a day for each group of lines, or a question."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .dates import Found
from .item import Item
from .model import Draft, Question
from .phrases import Piece
from .verbs import denied
from .vocabulary import of_role, vocabulary

# as many characters are looked at to tell what is said of a day before it
LEADING = 24


class DeliveryDays:
    """The days of delivery in one customer's words, which begin at ``start``."""

    def __init__(self, text: str, flat: str, pieces: Sequence[Piece], channel: str, start: int):
        self.text, self.flat, self.pieces, self.channel, self.start = text, flat, pieces, channel, start
        self.found = self._found()

    def _found(self) -> list[Found]:
        """The dates that say when to deliver: of a correction only the last, none of the note itself."""
        pieces = [p for p in self.pieces if p.value == "date" and p.tokens]
        moved = [p for p in pieces if self._lead(p) == "set"]
        own = [p for p in pieces if p.start >= self.start]
        # the day of one shop in a list wins over the day said for all
        pieces = self._told_closer(own or pieces)
        kept = moved or [
            p for p in pieces if self._lead(p) != "not" and not self._gone(p) and not self._heads(p)
        ]
        return [p.tokens[0].value for p in kept]

    def _told_closer(self, pieces: list[Piece]) -> list[Piece]:
        """Without days that are named roughly where a certain one is said as well: 下周要货, 下周一送."""
        counted = next((p.start for p in self.pieces if p.kind == "amount"), len(self.flat))
        certain = [p for p in pieces if p.tokens[0].value.date]
        if len({p.tokens[0].value.date for p in certain}) != 1 and not (
            certain and certain[-1].start < counted
        ):
            return pieces
        limit = max(counted, certain[-1].start if certain[-1].start < counted else 0)
        return [p for p in pieces if p.tokens[0].value.date or p.start > limit]

    def _lead(self, piece: Piece) -> object:
        before = [p for p in self.pieces if p.end <= piece.start and piece.start - p.end < 3]
        return before[-1].value if before and before[-1].kind == "role" else None

    def _gone(self, piece: Piece) -> bool:
        """Whether a date is one that does not do: 25号来不及了, 明天放假不用来, no flour this week."""
        behind = next((p for p in self.pieces if p.start >= piece.end), None)
        if behind is not None and behind.value == "clear":
            return True
        patterns = vocabulary().patterns
        closing = patterns["closing"].search(self.flat[: piece.start])
        shut = patterns["shut"].match(self.flat, piece.end)
        shut = shut or patterns["shut_on"].search(self.flat, max(0, piece.start - LEADING), piece.start)
        return closing is not None or shut is not None or self._refused(piece)

    def _refused(self, piece: Piece) -> bool:
        """Whether the clause of a date only says what is not wanted then."""
        breaks = [p for p in self.pieces if p.kind == "break"]
        start = max((p.end for p in breaks if p.end <= piece.start), default=0)
        stop = min((p.start for p in breaks if p.start >= piece.end), default=len(self.flat))
        clause = [p for p in self.pieces if start <= p.start < stop]
        if any(p.kind == "amount" for p in clause):
            return False
        goods = [p for p in clause if p.kind == "goods" and p.known]
        # 明天不用来, and not 明天不要迟到, which refuses something else
        said = [p.start for p in clause if p.kind == "role" and p.value == "remove"]
        refused = bool(said) and not any(p.kind == "goods" and p.start > said[-1] for p in clause)
        return (refused and not goods) or any(denied(p, self.flat) for p in goods)

    def _heads(self, piece: Piece) -> bool:
        """Whether a date only heads a note: beside the shop's name, with no goods on its line."""
        others = [p for p in self.pieces if p.value == "date" and p.tokens and p is not piece]
        if self.channel not in ("photo", "phone") and not others:
            return False
        a, b = self.flat.rfind("\n", 0, piece.start) + 1, self.flat.find("\n", piece.end)
        line = [p for p in self.pieces if a <= p.start < (b if b >= 0 else len(self.flat))]
        if self.channel not in ("photo", "phone") and any(p.kind == "role" for p in line):
            return False
        told = any(p.known or p.kind == "amount" or p.value == "deliver" for p in line)
        told = told or self.flat.startswith(of_role("deliver"), piece.end)
        return not told and any(p.tokens and p.tokens[0].value == "customer" for p in line)

    def split(self, items: list[Item]) -> list[tuple[Found | None, list[Item]]]:
        """The items of each day where several days are named; one group without a day otherwise."""
        if len({f.date or f.span for f in self.found}) < 2 or self._alternative_days():
            return [(None, items)]
        leading = bool(items) and self.found[0].span[0] < items[0].start
        groups: list[tuple[Found, list[Item]]] = [(f, []) for f in self.found]
        for item in items:
            places = [
                i
                for i, f in enumerate(self.found)
                if (f.span[0] <= item.start if leading else f.span[0] >= item.end - 1)
            ]
            place = (places[-1] if leading else places[0]) if places else None
            groups[place if place is not None else (0 if leading else -1)][1].append(item)
        filled = [(found, mine) for found, mine in groups if mine]
        return filled if len(filled) > 1 else [(None, items)]

    def _alternative_days(self) -> bool:
        first, second = self.found[0].span, self.found[1].span
        return bool(re.fullmatch(r"\s*(?:或者?|还是|or|/|、)\s*", self.flat[first[1] : second[0]]))

    def on(self, made: Draft, found: Found) -> Draft:
        """Return a draft for the day found, or with the question that the words of the day leave."""
        if found.date is not None:
            return replace(made, date=found.date)
        said = self.text[found.span[0] : found.span[1]].strip()
        return replace(made, date_question=Question(found.code or "which_date", {"words": said}))

    def dated(self, made: Draft) -> Draft:
        """Return a draft for the only day of the text; of several, or of none that is certain, it asks."""
        days = {f.date for f in self.found}
        if not days or made.date:
            return made
        if len(days) == 1 and None not in days:
            return replace(made, date=days.pop())
        odd = next((f for f in self.found if f.date is None), self.found[0])
        return self.on(made, odd if odd.date is None else replace(odd, date=None))
