"""What is wanted of which goods, and how goods and amounts take turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .clauses import Clause
from .landmarks import Token
from .lines import Amount
from .phrases import KNOWN, REFINING, Piece
from .vocabulary import vocabulary


@dataclass(frozen=True)
class Item:
    """Goods with an amount and what is to be done; ``swap`` are the goods that replace them.

    ``end`` is where its words end; ``verb`` tells that the action was said and not assumed, ``led`` that it
    was said before the goods; ``unclear`` is the code of the question that keeps it open;
    ``each`` tells that the amount is meant of all goods named; ``after`` are goods behind the
    amount with none of their own; ``heading`` are goods named above it, which it may be a kind of;
    ``contrast`` is the number that it is only set against: 14 and not 40; ``was`` is one that was wrong.
    """

    goods: tuple[Piece, ...]
    amount: Amount | None
    action: str
    start: int
    end: int
    swap: Piece | None = None
    verb: bool = False
    alternatives: bool = False
    unsure: bool = False
    led: bool = False
    each: bool = False
    after: Piece | None = None
    heading: Piece | None = None
    unclear: str = ""
    contrast: Decimal | None = None
    was: Decimal | None = None


def unnamed(amount: Piece, text: str) -> Piece:
    """Return the goods of an amount of nothing that is known: what it is of must be asked."""
    token = Token("unnamed", amount.start, amount.end, text[amount.start : amount.end])
    return replace(amount, kind="goods", value=None, tokens=(token,))


def bare(goods: Piece) -> Piece:
    """Return goods without the unknown words that follow them; their size stays."""
    last = max(i for i, token in enumerate(goods.tokens) if token.kind in KNOWN)
    while last + 1 < len(goods.tokens) and goods.tokens[last + 1].kind in REFINING:
        last += 1
    kept = goods.tokens[: last + 1]
    return replace(goods, end=kept[-1].end, tokens=kept)


def refines(piece: Piece) -> bool:
    """Return whether a piece only says which size or container is meant: (1.5L), 大瓶的; 84 is a name."""
    containers = vocabulary().containers
    held = all(t.kind in REFINING or (t.kind == "unit" and t.value in containers) for t in piece.tokens)
    return held and not piece.known and any(t.kind in REFINING for t in piece.tokens)


def refined(goods: Piece, closer: Piece) -> Piece:
    """Return goods with the size or container that is said behind them."""
    return replace(goods, tokens=(*goods.tokens, *closer.tokens))


def resized(clause: Clause, goods: Piece) -> Piece | None:
    """Return goods in the size that a clause names behind them and nothing else: swap the diapers to XL."""
    behind = [p for p in clause.of("goods") if p.start > goods.start]
    return refined(goods, behind[0]) if len(behind) == 1 and refines(behind[0]) else None


def parted(goods: Sequence[Piece], text: str = "") -> list[Piece]:
    """Return goods that stand side by side as pieces of their own: a gap or a joining word parts them.

    In a ``text`` what tells the kind of goods is no piece of its own: 檀香的香皂.
    """
    tie = vocabulary().patterns["tie"]
    found = []
    for piece in goods:
        groups: list[list] = []
        for token in piece.tokens:
            fresh = not groups or (
                token.start > groups[-1][-1].end
                and not tie.fullmatch(text[groups[-1][-1].end : token.start])
                and token.kind not in ("size", "pack", "container", "unit", "modifier")
            )
            if fresh and groups and groups[-1][-1].kind == "modifier":
                fresh = False
            groups.append([token]) if fresh else groups[-1].append(token)
        latin = all(
            t.kind in ("latin", "strange", "size", "unit", "container") and str(t.value).isascii()
            for t in piece.tokens
        )
        if latin or len(groups) == 1:
            found.append(piece)
            continue
        found += [replace(piece, start=g[0].start, end=g[-1].end, tokens=tuple(g)) for g in groups]
    return found


def adjoin(parts: Sequence[Piece], text: str) -> bool:
    """Return whether pieces stand side by side with nothing between them."""
    return not text[parts[0].end : parts[-1].start].strip()


def portions(goods: Sequence[Piece], each: bool, leads: bool, text: str) -> list[tuple[Piece, bool]]:
    """Return the goods that an amount is for, each with whether that is doubtful."""
    if each:
        return [(part, False) for part in parted(goods, text)]
    parts = parted(goods) if len(goods) > 1 else list(goods)
    if len(parts) > 1 and not leads and not adjoin(parts, text):
        parts = parts[:1]
    return [(part, len(parts) > 1) for part in parts]


def turns(
    goods: Sequence[Piece], amounts: Sequence[Piece], leads: bool
) -> Iterator[tuple[list[Piece], list[Piece], bool]]:
    """Yield (goods, amounts, whether no amount belongs to them) in turn."""
    pieces = sorted([*goods, *amounts], key=lambda p: p.start)
    mine: list[Piece] = []
    extras: list[Piece] = []
    first = "goods" if leads else "amount"
    for piece in pieces:
        if piece.kind == first and mine and extras:
            yield (mine, extras, False) if leads else (extras, mine, False)
            mine, extras = [], []
        (mine if piece.kind == first else extras).append(piece)
    if mine and extras:
        yield (mine, extras, False) if leads else (extras, mine, False)
    elif leads:
        yield mine, [], True
    elif mine:
        yield [], mine, False
