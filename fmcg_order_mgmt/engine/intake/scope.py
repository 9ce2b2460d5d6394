"""How far a verb reaches: "return 2 cases of this and 1 of that" takes both back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .item import Item
from .vocabulary import vocabulary

REACHING = ("return", "remove")
GAP = re.compile(r"[\s,，]*")


def spread(items: Sequence[Item], text: str) -> Iterator[Item]:
    """Yield the items of a flat text, those that a verb before them reaches with its action.

    A joining word or 、 carries a verb on. After a comma alone nobody can tell whether the next goods are
    still meant: the item stays open to a question.
    """
    before: Item | None = None
    for item in items:
        if before and before.action in REACHING and item.action == "add" and item.amount and not item.verb:
            gap = text[before.end : item.start]
            if _joined(gap):
                item = replace(item, action=before.action, verb=True, led=before.led)
            elif before.led and GAP.fullmatch(gap) and "\n" not in gap:
                item = replace(item, unclear="also_returned")
        yield item
        before = item


def led_back(items: Sequence[Item], text: str) -> list[Item]:
    """Return items where goods joined to others that a word behind them takes back are open to a question.

    Crates to take back, and 10 cases before them: both, or the last alone? Empty bottles go back with them.
    """
    empties = vocabulary().patterns["empties"]
    found = list(items)
    for i in range(len(found) - 1, 0, -1):
        before, item = found[i - 1], found[i]
        behind = item.action == "return" and item.verb and not item.led or item.unclear == "also_returned"
        plain = before.action == "add" and before.amount and not before.verb and not before.unclear
        if behind and plain and _joined(text[before.end : item.start]):
            empty = empties.search(_named(before, text)) and item.action == "return"
            found[i - 1] = (
                replace(before, action="return", verb=True)
                if empty
                else replace(before, unclear="also_returned")
            )
    return found


def corrected(items: Sequence[Item], text: str) -> list[Item]:
    """Return items where one that is set anew further down in the same words has the later amount."""
    found: list[Item] = []
    added: dict[str, int] = {}
    for item in items:
        words = _named(item, text)
        if item.action == "set" and item.amount and words in added:
            at = added[words]
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


def _named(item: Item, text: str) -> str:
    return " ".join(text[g.start : g.end] for g in item.goods)


def _joined(gap: str) -> bool:
    words = gap.strip(" ,，")
    return words == "、" or vocabulary().roles.get(words) == "and" or words == "&"
