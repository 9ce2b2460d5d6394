"""Where a clause ends within a sentence: at a joining word, a verb, or a blank in Chinese."""

import re
from collections.abc import Iterator, Sequence

from .phrases import REFINING, Piece
from .vocabulary import HAN, vocabulary

# what may be done with the goods that come next, and not with those before
VERBS = ("return", "free", "remove")
# with these a verb is complete: 带回去, 收走, 不要了
ENDING = {"return": "去走", "remove": "了"}
# marks beside a word that could not be read, and the amount of it
UNREAD = re.compile(r"[?？][?？#~*_=]{0,9}[ \t]{1,20}\d+[ \t]*(?:\n|$)")


class Border:
    """A piece with the pieces of the clause ``held`` so far and those that come ``later``.

    ``open`` tells that goods before the clause wait for their amount.
    """

    def __init__(
        self, held: Sequence[Piece], piece: Piece, later: Sequence[Piece], text: str, open_: bool = False
    ):
        self.held, self.piece, self.later, self.text, self.open = held, piece, later, text, open_

    def weight(self) -> int:
        """Return how strongly a piece itself ends a clause: 3 like a sentence, 1 like "and", 0 not at all."""
        if self.piece.kind == "break":
            return self.piece.value
        if self.piece.kind == "sign":
            return self._sign()
        return self._role() if self.piece.kind == "role" else 0

    def breath(self) -> bool:
        """Return whether a blank in Chinese before a piece ends a clause.

        It parts goods with their amount from others (蚝油两箱 三箱面), an amount of goods said before from
        what comes next (要12箱 瓜子5箱), and what a verb ended (坏的你们带回去 卷纸5提).
        """
        start = self.piece.start
        if start < 2 or not self.text[start - 1].isspace() or self.text[start - 2] <= HAN:
            return False
        here = [p for p in (self.piece, *self.later) if p.value != "filler"]
        if self._counted() or self._ended():
            return _leads(here) or _led(here, self.text) or _alike(here)
        return self._counting() and _led(here, self.text)

    def _counted(self) -> bool:
        kinds = {p.kind for p in self.held}
        return {"goods", "amount"} <= kinds

    def _counting(self) -> bool:
        kinds = {p.kind for p in self.held}
        return "amount" in kinds and "goods" not in kinds

    def _ended(self) -> bool:
        """Whether a verb is complete that was said of goods before it."""
        verb, said = self.held[-1], {x for p in self.held[:-1] for x in (p.value, p.kind) if x}
        ended = verb.value in ("return", "remove") and self.text[verb.end - 1] in ENDING[verb.value]
        return ended and bool(said & {"damaged", "goods"})

    def _sign(self) -> int:
        at, value = self.piece.start, self.piece.value
        if value == "slash":
            around = self.text[max(0, at - 1) : at] + self.text[self.piece.end : self.piece.end + 1]
            han = len(around) == 2 and all("\u3400" <= c <= "\u9fff" for c in around)
            return 2 if " " in around else int(han)
        if value == "dash":
            bullet = self.text[max(0, at - 1)] in " \n" and not any(p.kind == "amount" for p in self.held)
            return int(bullet and not self._dashed())
        if value == "doubt":
            # a mark beside a word that could not be read is no end of a sentence: "?? 1" on a line
            return 0 if UNREAD.match(self.text, at) else 3
        if value == "plus" and self._counted():
            # 12 bottles of this + 1 case of that: the amount leads other goods, or these lead theirs
            return int(_leads(self.later) or _led(self.later, self.text))
        if value == "plus" and self._counting() and (self.open or self._in_units()):
            return int(_leads(self.later))  # cheese slices, 6 cs + 2 boxes of the stout
        return self._joins() if value == "and" else 0

    def _role(self) -> int:
        value, counted = self.piece.value, self._counted()
        if value == "conditional":
            return 1
        if value == "and":
            return self._joins()
        if value == "add":
            return self._adds()
        if counted and value in VERBS:
            return int(_leads(self.later) or self._takes())
        goes_on = vocabulary().patterns["goes_on"].fullmatch(self.text[self.piece.start : self.piece.end])
        return int(counted and goes_on is not None and _led(self.later, self.text))

    def _in_units(self) -> bool:
        """Whether plus stands between amounts of one unit, which nobody adds up: 7 cs + 4 cs energy drink."""
        ahead = next((p for p in self.later if p.kind == "amount"), None)
        units = {p.value.parts[-1][2] for p in self.held if p.kind == "amount"}
        return ahead is not None and ahead.value.parts[0][2] in units - {None}

    def _dashed(self) -> bool:
        """Whether a dash stands between goods and their amount: oat milk – 2 cases."""
        held, ahead = ([p for p in side if p.value != "filler"] for side in (self.held, self.later))
        kinds = [p.kind for p in ahead[:2]]
        return bool(held) and held[-1].known and kinds[:1] == ["amount"] and kinds[1:] != ["goods"]

    def _joins(self) -> int:
        """Whether "and" parts: where goods or amounts stand on both sides."""
        ahead = next((p for p in self.later if p.kind in ("goods", "amount", "break")), None)
        if self._sizes_only() and ahead is not None and ahead.known:
            return 0  # 小号和大号垃圾袋
        before = any(p.kind in ("goods", "amount") for p in self.held)
        return int(ahead is not None and ahead.kind != "break" and before)

    def _sizes_only(self) -> bool:
        """Whether nothing is said before a piece but a size, whose goods come with the next one."""
        held = [p for p in self.held if p.value != "filler"]
        return bool(held) and all(p.kind == "goods" and {t.kind for t in p.tokens} <= REFINING for p in held)

    def _adds(self) -> int:
        """Whether a word for more begins other goods: 先来17箱 再来雪碧5箱, skip it plus 3 cases of that."""
        if self._counted():
            first = next((p for p in self.later if p.kind in ("amount", "goods", "break")), None)
            return int(_leads(self.later) or (first is not None and first.kind == "goods"))
        if not self._han() and any(p.known for p in self.held):
            return int(_leads(self.later))  # 3 cases each of this and that plus 2 dozen of the other
        said = {p.value for p in self.held if p.kind == "role"}
        if self._counting() and said & {"exchange", "return"} or said & set(VERBS):
            return int(_leads(self.later) or (self._han() and _led(self.later, self.text)))
        return int(self._counting() and self._han() and _led(self.later, self.text))

    def _han(self) -> bool:
        return self.text[self.piece.start] > HAN

    def _takes(self) -> bool:
        """Whether a Chinese verb stands right before its goods: 可乐10箱 退雪碧2箱, 可乐10箱不要雪碧."""
        following = next((p for p in self.later if p.value != "filler"), None)
        if following is None or following.kind != "goods":
            return False
        named = following.known or self.piece.value == "return"
        return named and self._han() and self.piece.end == following.start


def _alike(here: Sequence[Piece]) -> bool:
    """Whether goods are wanted as those before them: 可乐5箱 雪碧一样."""
    goods, said, *more = (*here, None, None)
    alone = not more[:1] or more[0] is None or more[0].kind == "break"
    return goods is not None and goods.known and said is not None and said.value == "each" and alone


def _leads(later: Sequence[Piece]) -> bool:
    """Whether an amount comes next that leads other goods: 1 case of that, and 3 of this."""
    ahead = [p for p in later if p.kind in ("amount", "goods", "break") or p.value in ("and", "add", "plus")]
    kinds = [p.kind for p in ahead[:3]]
    return kinds[:2] == ["amount", "goods"] and ahead[1].known and kinds[2:] != ["amount"]


def _led(later: Sequence[Piece], text: str) -> bool:
    """Whether goods come next that lead their amount: 还有瓜子三箱."""
    if not next((p.known for p in later if p.value != "filler"), False):
        return False
    found = []
    for piece in _unbracketed(later, text):
        if piece.kind == "break" or piece.value == "plus":
            break
        found += [piece] if piece.kind == "amount" or piece.known else []
    return found[-1].kind == "amount"


def _unbracketed(pieces: Sequence[Piece], text: str) -> Iterator[Piece]:
    """Yield pieces without what stands in brackets: 小包鱼丸(500克)1件."""
    inside = False
    for piece in pieces:
        mark = text[piece.start] if piece.kind == "break" else ""
        if mark == "(":
            inside = True
        elif mark == ")":
            inside = False
        elif not inside:
            yield piece
