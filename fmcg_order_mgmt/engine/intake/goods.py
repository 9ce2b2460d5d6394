"""Which goods of a clause count as goods: those with an amount, and those that name something."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .clauses import Clause
from .item import REFINING, refined, refines
from .phrases import Piece
from .verbs import OF
from .vocabulary import HAN, vocabulary

BULLET = re.compile(r"[^\S\n]*(?:[-*•·]|\d{1,2}[.)、])[^\S\n]*")
LETTERED = re.compile(r"\s[a-z]\s+(?P<unit>[a-z]{2,8})$")

EMPTY = {"unit", "container", "modifier"}


def named(clause: Clause) -> list[Piece]:
    """Return the goods of a clause; a size alone counts beside an amount (小的3箱), units name nothing."""
    pieces = [p for p in clause.pieces if p.value != "filler"]
    beside = [
        piece
        for piece, after in pairwise(pieces)
        if after.kind == "amount" and any(t.kind != "unit" for t in piece.tokens) and _next_to(piece, after)
    ]
    goods = [p for p in clause.of("goods") if p in beside or any(t.kind not in EMPTY for t in p.tokens)]
    return _sized(goods, pieces)


def _next_to(goods: Piece, amount: Piece) -> bool:
    """Whether goods stand right before an amount, as sizes do in English: the fridge is small so 2 cases."""
    return amount.start - goods.end < 2 or not str(goods.tokens[0].value).isascii()


def _sized(goods: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """Goods with the size that comes next behind words that say nothing: 洗洁精要5kg那种4箱."""
    found: list[Piece] = []
    for piece in goods:
        at = pieces.index(piece)
        next_to = at and pieces[at - 1].end == found[-1].end if found else False
        counted_so = at + 1 < len(pieces) and pieces[at + 1].kind == "amount"
        if next_to and counted_so and refines(piece) and found[-1].known:
            found[-1] = replace(refined(found[-1], piece), end=piece.end)
        else:
            found.append(piece)
    return found


def sized(clause: Clause, goods: list[Piece]) -> list[Piece]:
    """Return goods with the size that their clause ends with: 番茄酱要大桶, 1箱."""
    said = [p for p in clause.pieces if p.value != "filler"]
    closes = bool(goods) and len(said) > 1 and said[-2] == goods[-1] and refines(said[-1])
    return [*goods[:-1], refined(goods[-1], said[-1])] if closes else goods


def _counted_alone(amount: Piece, piece: Piece, pieces: list[Piece]) -> bool:
    """Whether goods that no name has follow an amount of their own: 2 ctn milk + 3 sleeves 12oz cups."""
    told = amount.kind == "amount" and amount.value.parts[0][1] and piece.kind == "goods" and not piece.known
    after = pieces[pieces.index(piece) + 1 :]
    return bool(told) and not (after and after[0].kind == "goods")


def counted(clause: Clause, known: list[Piece]) -> list[Piece]:
    """Return the goods that amounts belong to: known ones, and strange ones between two amounts."""
    if not known:
        return []
    pieces = [p for p in clause.pieces if p.value != "filler"]
    leads = known[0].start < clause.of("amount")[0].start
    strange = [
        piece
        for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False)
        if leads
        and before.kind == "amount"
        and piece.kind == "goods"
        and not piece.known
        and after.kind == "amount"
        and after.value.parts[0][1]
    ]
    if not leads:
        strange += [b for a, b in pairwise(pieces) if _counted_alone(a, b, pieces)]
    # M码的改五箱, beside goods that are named
    said = [p for p in pieces if p.kind in ("goods", "amount")]
    pairs = ((a, b) for a, b in pairwise(said) if a.kind == "goods" and b.kind == "amount")
    sized = [a for a, b in pairs if refines(a) and _next_to(a, b)]
    sized = [a for a in sized if not any(k.start < a.start and a.end <= k.end for k in known)]
    return sorted({*known, *strange, *sized}, key=lambda p: p.start)


def stray(clause: Clause, goods: Sequence[Piece], amount: Piece, text: str) -> list[Piece]:
    """Return goods that open a clause with their amount and are not sold: ice lollies 10, cola 5 cases.

    :param goods: the goods of the clause
    :param amount: its first amount
    """
    pieces = [p for p in clause.pieces if p.value not in ("filler", "return")]
    first = pieces[0]
    strange = first in goods and not first.known and text[first.start] > HAN and amount is pieces[1]
    if strange and len(clause.of("amount")) == 1 and text[first.end : amount.start].strip():
        return []  # 得闲帮拿4箱豆油: verbs stand between
    return [first] if strange else []


def asked_for(clause: Clause, text: str, goes_on: bool) -> bool:
    """Return whether the words of a clause ask for goods, and do not only speak of them.

    :param goes_on: whether the clause goes on with goods that were asked for before it
    """
    start, end = clause.pieces[0].start, clause.pieces[-1].end
    before = text[max(text.rfind(mark, 0, start) for mark in "\n.。,，;；") + 1 : start]
    patterns, said = vocabulary().patterns, before + text[start:end]
    spoken_of = patterns["void"].search(said) or patterns["speaking"].search(said)
    return not spoken_of and (goes_on or patterns["wishing"].search(said) is not None)


def begins_bracket(clause: Clause, text: str) -> bool:
    """Return whether a clause begins in brackets."""
    return text[: clause.pieces[0].start].rstrip().endswith(("(", "[", "（"))


def shared(clause: Clause, goods: Sequence[Piece], text: str) -> list[Piece]:
    """Return goods with those of which only the size is said before them: 小号跟大号垃圾袋各一箱."""
    found, sharing = [], vocabulary().patterns["sharing"]
    for piece in goods:
        before = next((p for p in reversed(clause.of("goods")) if p.end <= piece.start), None)
        head = tuple(t for t in piece.tokens if t.kind not in REFINING)
        tie = text[before.end : piece.start].strip() if before else ""
        if head and len(head) < len(piece.tokens) and sharing.fullmatch(tie) and refines(before):
            found.append(replace(piece, tokens=(*head, *before.tokens)))
        found.append(piece)
    return found


def or_between(goods: Sequence[Piece], text: str) -> bool:
    """Return whether two goods stand side by side with "or" between them."""
    between = text[goods[0].end : goods[1].start].strip()
    words = (between, *between.split())
    return len(between) < 24 and any(vocabulary().roles.get(word) == "or" for word in words)


def either(clause: Clause) -> list[Piece]:
    """Return the two goods of which one is wanted: either the 400ml or the 750ml shampoo."""
    goods = clause.of("goods")
    if len(goods) != 2 or "or" not in clause.roles(goods[0].end, goods[1].start):
        return []
    first, second = goods
    if refines(first) and second.known:
        named = tuple(t for t in second.tokens if t.kind not in REFINING)
        first = replace(first, tokens=(*first.tokens, *named), known=True)
    return [first, second] if first.known and second.known else []


def next_line(goods: Piece, clause: Clause, text: str) -> bool:
    """Return whether goods stand alone on the line or in the question before a clause."""
    gap = text[goods.end : clause.pieces[0].start]
    return gap.count("\n") <= 1 and len(gap) < 24


def empty(goods: Sequence[Piece], text: str) -> bool:
    """Return whether goods are called empty."""
    said = " ".join(text[g.start : g.end] for g in goods if g.kind == "goods")
    return vocabulary().patterns["empties"].search(said) is not None


def headed(goods: Piece, clause: Clause, text: str) -> bool:
    """Return whether goods head a clause: a colon, a bracket, a dash or a new line follows."""
    gap = text[goods.end : clause.pieces[0].start]
    return bool(re.fullmatch(r"\s*[:：(（]\s*|(?:\s(?:please|pls))?\s+[-–]\s+|[^\S\n]*\n\s*", gap))


def uncounted(amount: Piece, goods: Sequence[Piece], text: str) -> bool:
    """Return whether a number counts nothing: account 5521, lobby B1."""
    number, word, _kind = amount.value.parts[0]
    if word or any(g.known for g in goods):
        return False
    glued = re.search(r"(?:[a-z]{2}|(?<![a-z])[a-wyz])$", text[: amount.start]) is not None
    return glued or (number is not None and number >= 100_000)


def numbered(goods: Sequence[Piece], amounts: Sequence[Piece]) -> bool:
    """Return whether a number leads goods that all have their amounts behind them: 7 可乐5箱 水8箱."""
    first, *rest = amounts
    units = [a.value.parts[0][1] for a in amounts]
    behind = all(g.end <= a.start for g, a in zip(goods, rest, strict=False))
    ahead = first.end <= goods[0].start and not units[0]
    return ahead and len(rest) == len(goods) and all(units[1:]) and behind


def awaited(waiting: Piece, clause: Clause, text: str) -> Piece | None:
    """Return goods that wait where the amount that leads a clause is theirs, with the size or kind it names.

    Soya oil, how much is it? 2 cases, the 5L. Sausages: one case of the black pepper.
    """
    amount, goods = clause.of("amount")[0], clause.of("goods")
    if amount.start > goods[0].start or not amount.value.parts[0][1] or not next_line(waiting, clause, text):
        return None
    kind = OF.fullmatch(text[amount.end : goods[0].start])
    return refined(waiting, goods[0]) if kind or all(map(refines, goods)) else waiting


def contained_in(clause: Clause, amount: Piece, text: str) -> Piece | None:
    """Return what goods come in where that alone is said behind their amount: 4 cases of the cans."""
    behind = [p for p in clause.of("goods") if p.start >= amount.end]
    kinds = {t.value in vocabulary().containers for p in behind[:1] for t in p.tokens}
    return behind[0] if kinds == {True} and OF.fullmatch(text[amount.end : behind[0].start]) else None


def bracketed(waiting: Piece, clause: Clause, text: str) -> bool:
    """Return whether a clause begins with the amount of goods with a size in brackets: 鱼丸(500克)1件."""
    first = clause.pieces[0]
    said = text[waiting.end : first.start]
    more = len(clause.of("amount")) > 1 or (said.endswith((")", "）")) and len(clause.pieces) > 1)
    return first.kind == "amount" and said.rstrip().endswith((")", "）")) and more


def in_brackets(clause: Clause, goods: Sequence[Piece], end: int, text: str) -> bool:
    """Return whether brackets only tell which goods that end there are meant: 牙膏1箱(薄荷的)."""
    start = clause.pieces[0].start
    # (for the flat upstairs) says whom they are for
    opened = text[end:start].strip() in ("(", "（", "[") and not text.startswith("for ", start)
    return opened and len(goods) == 1 and goods[0].known and not set(clause.roles()) - {"filler"}


def lettered(words: str) -> re.Match | None:
    """Return the end of goods where a letter, a badly read figure perhaps, stands before a unit: S bags."""
    found = LETTERED.search(words)
    return found if found and found["unit"] in vocabulary().units else None


def listed(goods: Sequence[Piece], text: str) -> list[Piece]:
    """Return goods that begin a line of a list, or fill lines of their own where several do.

    One alone on its line may be a heading, but for one that ends with a letter and a unit.
    """
    before = {g: text[text.rfind("\n", 0, g.start) + 1 : g.start] for g in goods}
    alone = [g for g, said in before.items() if not said.strip() and text[g.end :].lstrip(" ")[:1] == "\n"]
    several = alone if len(alone) > 1 else [g for g in alone if lettered(text[g.start : g.end])]
    return [g for g in goods if g in several or BULLET.fullmatch(before[g])]
