"""What a text is for: a new order, a change, a cancellation, one on hold, the usual once more."""

import re
from collections.abc import Sequence

from .item import Item
from .model import Message
from .phrases import Piece
from .targets import Target
from .verbs import denied
from .vocabulary import vocabulary

# as many characters are looked at to tell what it is that is as usual
SAID_BEFORE = 24
# a text of so few characters says nothing besides
SHORT = 12
# more of goods that were ordered: 雪碧+2, and no offer of 5+1
ON_TOP = re.compile(r"(?:^\s*|[\u3400-\u9fff]\s?)\+\s?\d")
# roles of words that change what is ordered
CHANGING = {"set", "swap", "remove", "except", "reduce", "add", "void", "order_word"}


class Intent:
    """Tells from the words of one customer what kind of order they make."""

    def __init__(
        self,
        flat: str,
        pieces: Sequence[Piece],
        items: Sequence[Item],
        found: Sequence[Target],
        message: Message,
    ):
        self.flat, self.pieces, self.items, self.found, self.message = flat, pieces, items, found, message
        self.roles = [p.value for p in pieces if p.kind == "role"]

    @property
    def usual(self) -> bool:
        """Whether the last order is wanted once more."""
        return any(
            p.value == "usual" and not self._belongs(i) and not self._stays(i)
            for i, p in enumerate(self.pieces)
        )

    def _stays(self, at: int) -> bool:
        """Whether all else of the order that a message follows stays as it is: 其他照旧."""
        before = self.pieces[at - 1].value if at else None
        return before == "unlike" and self.message.follows is not None

    def _belongs(self, at: int) -> bool:
        """Whether words like "as usual" are about the goods before them alone: 10+1 like last time."""
        later = next((p for p in self.pieces[at + 1 :] if p.value != "filler"), None)
        # the usual juice, usual 3 ctn crisps
        named = later and later.kind == "goods" and later.known and not denied(later, self.flat)
        named = named or [p.kind for p in self.pieces[at + 1 : at + 2]] == ["amount"]
        if self._thing(at) or (self._word(at).endswith("usual") and named):
            return True
        if self._bracketed(at):
            return True
        if at and self._joins(self.pieces[at - 1]):
            return False
        for piece in reversed(self.pieces[:at]):
            if piece.kind == "break" or piece.value == "unlike":
                return False
            if piece.kind == "amount" or (piece.kind == "goods" and piece.known):
                return True
        return False

    def _bracketed(self, at: int) -> bool:
        """Whether words stand in brackets right behind goods or their amount: 鸡精2件(跟上次一样的)."""
        start = self.pieces[at].start
        opened = self.flat.rfind("(", max(0, start - SAID_BEFORE), start)
        if opened < 0 or ")" in self.flat[opened:start]:
            return False
        before = [p for p in self.pieces if p.end <= opened and (p.kind == "amount" or p.known)]
        others = any(p.value == "unlike" and opened < p.start < start for p in self.pieces)
        return bool(before) and not others and not self.flat[before[-1].end : opened].strip(" ")

    def _thing(self, at: int) -> bool:
        """Whether it is the dock, the driver or the address that is the usual one."""
        patterns, piece = vocabulary().patterns, self.pieces[at]
        before = self.flat[max(0, piece.start - SAID_BEFORE) : piece.start]
        told = patterns["usual_thing"].match(self.flat, piece.end) or patterns["thing_usual"].search(before)
        return told is not None

    def _word(self, at: int) -> str:
        return self.flat[self.pieces[at].start : self.pieces[at].end]

    @property
    def hold(self) -> bool:
        """Whether nothing is to be delivered until the customer says so."""
        return "hold" in self.roles

    @property
    def changes(self) -> bool:
        """Whether an item changes what is ordered already."""
        return any(x.action in ("set", "swap") or (x.action == "remove" and x.amount) for x in self.items)

    def _joins(self, piece: Piece) -> bool:
        """Whether a piece joins what comes behind it to what was said before: and as usual."""
        said = self.flat[piece.start : piece.end]
        return piece.value in ("and", "add") or bool(vocabulary().patterns["goes_on"].fullmatch(said))

    @property
    def about(self) -> bool:
        """Whether the text is about an order that exists."""
        if not self.items and self._another_day():
            return True
        if not self.items and self._moved():
            return True
        if self.message.follows is not None and self._plain():
            return False
        pointed = bool(self.found) and any(t.order for t in self.found) and not self._again()
        if pointed or self.changes or self.replaces:
            return True
        if self.found and (self._removes() or self.items) and not self._again():
            return True
        return self.message.follows is not None and not self._plain()

    def _moved(self) -> bool:
        """Whether a day is set anew: the 25th doesn't work, make it the 28th."""
        days = [i for i, p in enumerate(self.pieces) if p.value == "date"]
        anew = any(i and self.pieces[i - 1].value == "set" for i in days)
        return anew or (len(days) > 1 and any(i and self.pieces[i - 1].value == "not" for i in days))

    def _another_day(self) -> bool:
        """Whether a follow-up only says when to deliver: on the 21st then, please."""
        asked = "deliver" in self.roles or self._says("wishing", self.flat)
        told = self._says("speaking", self.flat) or self._says("aside", self.flat)
        days = [p for p in self.pieces if p.value == "date"]
        return self.message.follows is not None and len(days) == 1 and asked and not told

    @property
    def changing(self) -> bool:
        """Whether words speak of a change to an order."""
        refused = any(p.known and denied(p, self.flat) for p in self.pieces if p.kind == "goods")
        said = set(self.roles) & (CHANGING | {"twice", "some"})
        taken_back = "correct" in self.roles and len(self.flat) < SHORT  # 算了
        return bool(said) or refused or taken_back or self._says("only", self.flat)

    @property
    def keeps_only(self) -> bool:
        """Whether all but the goods that are named are called off: 除了可乐都不要了, 只留可乐.

        Of a new order 5 of this and nothing else is no change to another one.
        """
        pointed = self.message.follows is not None or bool(self.found)
        said = self._says("others_off", self.flat)
        return said and (pointed or not any(item.amount for item in self.items))

    @property
    def one_of_them(self) -> bool:
        """Whether a line of the order is meant by its place alone: 第一行不要."""
        return self.message.follows is not None and not self.items and self._says("by_place", self.flat)

    @property
    def corrects(self) -> bool:
        """Whether a follow-up begins with saying that something was wrong: 雪碧写错了是15."""
        said = next((p for p in self.pieces if p.value == "correct" or p.kind == "amount"), None)
        wrong = said is not None and said.value == "correct" and not self._on_top()
        return self.message.follows is not None and wrong

    def _on_top(self) -> bool:
        """Whether a text begins with what comes on top of an order: also 2 cola."""
        return vocabulary().patterns["on_top"].match(self.flat) is not None

    @property
    def leaves(self) -> bool:
        """Whether a follow-up sets some goods and leaves others as they are: 雪碧15箱，可乐不变."""
        return self.message.follows is not None and "unlike" in self.roles and bool(self.items)

    @property
    def replaces(self) -> bool:
        """Whether an order is void and this is to be delivered in its place."""
        return bool(self.items) and any(self._voids(t.at) for t in self.found)

    @property
    def cancels(self) -> bool:
        """Whether an order is not wanted any more and nothing else is."""
        if any(x.action != "remove" or x.amount for x in self.items):
            return False
        if self._says("all_void", self.flat) and (self.found or self.message.follows is not None):
            return True
        if any(x.goods for x in self.items) or not self._says("void", self.flat):
            return False
        if any(self._voids(t.at) for t in self.found) or self._named_alone():
            return True
        whole = self.message.follows is not None and self._says("whole", self.flat)
        return whole or self._bare() or self._cancelled_order()

    def _again(self) -> bool:
        """Whether an order is only listed once more under its number, with nothing changed in words."""
        numbered = all(
            any(p.start == t.at and p.value == "reference" for p in self.pieces) for t in self.found
        )
        changed = set(self.roles) & (CHANGING | {"hold"})
        own = {t.order.customer_ref for t in self.found if t.order} - {None}
        return numbered and bool(own) and not changed and len(self.items) > 1 and not self.changes

    def more(self, span: tuple[int, int] | None) -> bool:
        """Return whether words at a place say that an amount comes on top."""
        if span is None:
            return False
        return any(
            p.value == "add" for p in self.pieces if p.kind == "role" and span[0] - 6 <= p.start < span[1]
        )

    def only(self, span: tuple[int, int] | None) -> bool:
        """Return whether words at a place say that no more than an amount is wanted: sardines only 2 ctn."""
        return span is not None and self._says("only", self.flat[max(0, span[0] - 6) : span[1] + 12])

    def _cancelled_order(self) -> bool:
        """取消订单, cancel the order: with no goods beside."""
        return self._says("void_order", self.flat)

    @staticmethod
    def _says(pattern: str, text: str) -> bool:
        return vocabulary().patterns[pattern].search(text) is not None

    def _named_alone(self) -> bool:
        """Whether one order is spoken of and no goods are: PO-12, please cancel; what I sent, cancel it."""
        goods = any(p.known for p in self.pieces if p.kind == "goods")
        return len(self.found) == 1 and not goods

    def _bare(self) -> bool:
        """Whether a follow-up says nothing but that: 取消吧, cancel please."""
        return self.message.follows is not None and not any(p.known for p in self.pieces if p.kind == "goods")

    def _voids(self, at: int) -> bool:
        """Whether an order is called off in the clause where it is spoken of."""
        bounds = [p for p in self.pieces if p.kind == "break"]
        start = max((p.end for p in bounds if p.end <= at), default=0)
        stop = min((p.start for p in bounds if p.start > at), default=len(self.flat))
        clause = [p for p in self.pieces if start <= p.start < stop]
        if any(p.kind == "goods" and p.known for p in clause):
            return False
        return self._says("void", self.flat[start:stop])

    def _removes(self) -> bool:
        return any(x.action == "remove" for x in self.items)

    def _plain(self) -> bool:
        """Whether nothing in the words changes an order: it is a new order, perhaps the same once more."""
        if set(self.roles) & (CHANGING | {"earlier"}) or self.corrects or self.leaves:
            return False
        if self._on_top() or ON_TOP.search(self.flat) or self._says("only", self.flat):
            return False
        return not self.changes and not self.found and not any(p.value == "clear" for p in self.pieces)
