"""What the words of a clause want done with goods."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .clauses import Clause
from .item import Item
from .lines import Amount
from .phrases import Piece
from .vocabulary import vocabulary

# what changes goods that are named beside what is left as it is: cancel the milk, the rest stays
ACTS = {"swap", "remove", "drop", "cancel", "return", "exchange"}

# what may stand between goods and their verb: 奶黄包从昨天那单里头取消
PASSED = ("filler", "correct", "order_word")
OF = re.compile(r"\s*of(?: the)?\s*")


def removed(clause: Clause, goods: Piece, text: str) -> bool:
    """Whether goods are not wanted: a word says so before them, or behind them before other goods."""
    before = [p for p in clause.pieces if p.end <= goods.start]
    lead = before[-1] if before else None
    behind = next(
        (
            p
            for p in clause.pieces
            if p.start >= goods.end and p.kind in ("role", "goods") and p.value not in PASSED
        ),
        None,
    )
    leads = [p.value for p in before if p.kind == "role" and p.value != "filler"]
    return (
        denied(goods, text)
        or bool(lead and leads and leads[-1] in ("remove", "except"))
        or bool(behind and behind.kind == "role" and behind.value in ("remove", "void"))
    )


def denied(goods: Piece, text: str) -> bool:
    """Return whether goods are refused by the word right before them."""
    return vocabulary().patterns["denying"].search(text[: goods.start]) is not None


def reach(clause: Clause, goods: Piece) -> tuple[int, int]:
    """From where to where the words about goods alone reach."""
    roles = [p for p in clause.pieces if p.kind == "role" and p.value == "remove"]
    near = [p for p in roles if abs(p.end - goods.start) < 8 or abs(p.start - goods.end) < 4]
    return min([goods.start, *(p.start for p in near)]), max([goods.end, *(p.end for p in near)])


def counted_on(amount: Piece, goods: Sequence[Piece], before: Item | None, text: str) -> Piece:
    """An amount that leads its goods in the unit of the one before: 14 cases of this, 8 of the other.

    Without "of" it has the unit that its goods end with: 2x vanilla tubs.
    """
    (number, word, kind), *more = amount.value.parts
    if word or kind or more or not OF.fullmatch(text[amount.end : goods[0].start]):
        return tailed(goods[-1], amount)
    so = before and before.amount and OF.search(text[before.start : before.goods[0].start])
    if not so:
        return tailed(goods[-1], amount)
    counted = before.amount.parts[-1]
    return replace(amount, value=replace(amount.value, parts=((number, *counted[1:]),)))


def tailed(goods: Piece, amount: Piece) -> Piece:
    """An amount with the unit that its goods end with."""
    (number, word, _kind), *more = amount.value.parts
    last = goods.tokens[-1]
    counts = str(last.value).endswith("s") or vocabulary().units.get(str(last.value)) == "case"
    if word or more or last.kind != "unit" or len(goods.tokens) < 2 or not counts:
        return amount
    kind = vocabulary().units.get(str(last.value))
    return replace(amount, value=replace(amount.value, parts=((number, str(last.value), kind),)))


def is_day(piece: Piece, start: int) -> bool:
    """Return whether a piece behind a place is a day: what is refused behind it is that day, and no goods."""
    return piece.kind == "mark" and piece.value == "date" and piece.start >= start


def kept(clause: Clause, named: bool) -> bool:
    """Return whether a clause without amounts only says what stays as it is.

    :param named: whether it names goods that are sold
    """
    roles = set(clause.roles())
    return "unlike" in roles and not (named and roles & ACTS)


def depends(clause: Clause, text: str) -> bool:
    """Return whether a condition is about the goods, and not about the door or the driver."""
    said = text[clause.pieces[0].start : clause.pieces[-1].end]
    priced = any(p.value == "price" for p in clause.pieces)
    return priced or vocabulary().patterns["depends"].search(said) is not None


def counting(heading: Piece) -> bool:
    """Return whether goods that head others end with what these are counted in: gift boxes: 30 of this."""
    last = heading.tokens[-1]
    return last.kind == "unit" and len(heading.tokens) > 1 and str(last.value).endswith("s")


def in_unit(amount: Amount, heading: Piece | None) -> Amount:
    """Return an amount without a unit in that of its heading."""
    (number, word, kind), *more = amount.parts
    if heading is None or word or kind or more or not counting(heading):
        return amount
    said = str(heading.tokens[-1].value)
    return replace(amount, parts=((number, said, vocabulary().units.get(said)),))


def leading(clause: Clause, begin: int, start: int, text: str) -> list[str]:
    """The roles before a pair; a refusal right behind other goods is about those: 小瓶没说 牛奶2提."""
    found = []
    for i, piece in enumerate(clause.pieces):
        if piece.kind != "role" or piece.start < begin or piece.end > start:
            continue
        before = next((p for p in reversed(clause.pieces[:i]) if p.value != "filler"), None)
        glued = before and before.kind == "goods" and not re.search(r"\s", text[before.end : piece.start])
        if piece.value == "remove" and glued:
            continue
        found.append(piece.value)
    return [r for r in found if r != "unsure"]


def verb(before: Sequence[str], behind: Sequence[str] = (), rest: Sequence[str] = ()) -> str | None:
    """What is to be done, by the words before an amount, behind it, and at the end of its clause."""
    for role in ("return", "exchange", "free", "swap", "set", "reduce", "remove"):
        if role in before:
            return {"exchange": "free", "reduce": "remove", "swap": "set"}.get(role, role)
    for role in ("return", "free", "remove"):
        if role in behind or (role == "return" and role in rest):
            return role
    return None
