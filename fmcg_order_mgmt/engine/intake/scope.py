"""How far a verb reaches: "return 2 cases of this and 1 of that" takes both back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .item import Item
from .phrases import Piece
from .vocabulary import vocabulary

REACHING = ("return", "remove")
GAP = re.compile(r"[\s,，]*")
# as far as "or" may stand before what it leads to: or a case
ARTICLE = 4
# marks that cross out a line
CROSSED = re.compile("[❌✘✗✖]")


def spread(items: Sequence[Item], text: str) -> Iterator[Item]:
    """Yield the items of a flat text, those that a verb before them reaches with its action.

    A joining word or 、 carries a verb on. After a comma alone nobody can tell whether the next goods are
    still meant: the item stays open to a question.
    """
    before: Item | None = None
    for item in items:
        if before and before.action in REACHING and item.action == "add" and item.amount and not item.verb:
            gap = text[before.end : item.start]
            if _joined(gap) and before.action == "remove" and before.amount is None:
                item = replace(item, unsure=True)  # skip this and 3 cases of that
            elif _joined(gap):
                item = replace(item, action=before.action, verb=True, led=before.led)
            elif before.action == "return" and GAP.fullmatch(gap) and _empties(before, item, text):
                item = replace(item, action="return", verb=True)  # 空瓶收走200个,空箱子16个
            elif before.led and GAP.fullmatch(gap) and "\n" not in gap:
                item = replace(item, unclear="also_returned")
        yield item
        before = item


def _empties(first: Item, second: Item, text: str) -> bool:
    patterns = vocabulary().patterns
    named = [_named(x, text) for x in (first, second)]
    return all(patterns["empties"].search(said) or patterns["crates"].search(said) for said in named)


def led_back(items: Sequence[Item], text: str) -> list[Item]:
    """Return items where goods joined to others that a word behind them takes back are open to a question.

    Crates to take back, and 10 cases before them: both, or the last alone? Empty bottles go back with them.
    """
    empties, crates = (vocabulary().patterns[name] for name in ("empties", "crates"))
    found = list(items)
    for i in range(len(found) - 1, 0, -1):
        before, item = found[i - 1], found[i]
        behind = item.action == "return" and item.verb and not item.led or item.unclear == "also_returned"
        plain = before.action == "add" and before.amount and not before.verb and not before.unclear
        if behind and plain and _joined(text[before.end : item.start]):
            said = _named(before, text)
            empty = item.action == "return" and (empties.search(said) or crates.search(said))
            found[i - 1] = (
                replace(before, action="return", verb=True)
                if empty
                else replace(before, unclear="also_returned")
            )
    return found


def crossed(items: Sequence[Item], text: str) -> list[Item]:
    """Return items where those on a line with a mark that crosses it out are open to a question."""
    if not CROSSED.search(text):
        return list(items)
    return [replace(x, unsure=True) if CROSSED.search(_line(x, text)) else x for x in items]


def _line(item: Item, text: str) -> str:
    end = text.find("\n", item.end)
    return text[text.rfind("\n", 0, item.start) + 1 : end if end >= 0 else len(text)]


def doubted(items: Sequence[Item], pieces: Sequence[Piece]) -> list[Item]:
    """Return items where one that was corrected in words that nobody can read is open to a question.

    Thirty cases of water, no wait, thirteen cases the big one.
    """
    found = list(items)
    corrections = [p.start for p in pieces if p.value == "correct"]
    for i, (before, item) in enumerate(zip(items, items[1:], strict=False)):
        if not before.amount or any(g.known for g in item.goods):
            continue
        if any(before.end <= at < item.end for at in corrections):
            found[i] = replace(before, unsure=True)
    return found


def undecided(items: Sequence[Item], pieces: Sequence[Piece]) -> list[Item]:
    """Return items where of two with amounts one is wanted as open ones: a case of this or one of that."""
    found = list(items)
    choices = [p.end for p in pieces if p.value == "or"]
    for i, (before, item) in enumerate(zip(items, items[1:], strict=False)):
        chosen = any(before.end < at and 0 <= item.start - at < ARTICLE for at in choices)
        if chosen and before.amount and item.amount and before.action == item.action == "add":
            found[i : i + 2] = [replace(found[i], unsure=True), replace(item, unsure=True)]
    return found


def corrected(items: Sequence[Item], text: str) -> list[Item]:
    """Return items where one that is set anew further down in the same words has the later amount."""
    found: list[Item] = []
    added: dict[str, int] = {}
    for item in items:
        words = _named(item, text)
        at = added.get(words, _contrasted(item, found, text))
        if item.action == "set" and item.amount and at is not None:
            found[at] = replace(
                found[at],
                amount=item.amount,
                unsure=found[at].unsure or item.unsure,
                unclear=found[at].unclear or item.unclear,
                alternatives=found[at].alternatives or item.alternatives,
            )
            continue
        if item.action == "add" and item.amount:
            added.setdefault(words, len(found))
        found.append(item)
    return found


def again(items: Sequence[Item], goods: Sequence[Piece], text: str) -> bool:
    """Return whether goods are those of the last item once more: 11 milk, no, 9 milk."""
    return bool(items) and _named(items[-1], text) == " ".join(text[g.start : g.end] for g in goods)


def counted_later(items: Sequence[Item], text: str) -> list[Item]:
    """Return items without goods that wait for an amount and have it further down: 水备好, 水80箱."""
    counted = [_named(item, text) for item in items if item.amount and item.action == "add"]
    waiting = (x for x in items if not x.amount and x.action == "add")
    again = {id(x) for x in waiting if any(_within(_named(x, text), words) for words in counted)}
    return [x for x in items if id(x) not in again]


def _within(words: str, longer: str) -> bool:
    """Whether goods are named by a part of a longer name: water, and Cloudvein water 550ml."""
    return words == longer or (len(words) > 1 and f" {words} " in f" {longer} ")


def restarted(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without an amount taken back before its goods: 5 bags, no wait, 6 bags of chips."""
    kept = list(pieces)
    for i, piece in enumerate(pieces):
        opens = not i or pieces[i - 1].kind == "break" or pieces[i - 1].value in ("filler", "and")
        if piece.kind != "amount" or not opens or not piece.value.parts[0][1]:
            continue
        at = i + 1
        while at < len(pieces) and _passing(pieces[at]):
            at += 1
        back = {p.value for p in pieces[i + 1 : at]}
        again = pieces[at : at + 1]
        if "correct" in back and again and again[0].kind == "amount" and _leads_goods(pieces[at + 1 :]):
            kept = [p for p in kept if not piece.start <= p.start < again[0].start]
    return kept


def _passing(piece: Piece) -> bool:
    return piece.kind == "break" and piece.value < 3 or piece.value in ("filler", "correct")


def _leads_goods(later: Sequence[Piece]) -> bool:
    ahead = next((p for p in later if p.value != "filler"), None)
    return ahead is not None and ahead.kind == "goods" and ahead.known


def _contrasted(item: Item, found: Sequence[Item], text: str) -> int | None:
    """Where goods of a longer name have the number that an item denies: cola 500 19; cola 9, not 19."""
    words = _named(item, text)
    numbered = (
        i
        for i, x in enumerate(found)
        if item.contrast is not None and x.amount and x.amount.parts[0][0] == item.contrast
        if words in _named(x, text)
    )
    return next(numbered, None)


def _named(item: Item, text: str) -> str:
    return " ".join(text[g.start : g.end] for g in item.goods)


def _joined(gap: str) -> bool:
    words = gap.strip(" ,，")
    return words == "、" or vocabulary().roles.get(words) == "and" or words == "&"
