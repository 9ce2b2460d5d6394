"""As usual: the customer's last regular order once more, with what the words change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from . import units
from .documents import asked
from .lines import Desk, once
from .model import Draft, Line, OpenOrder, Question
from .questions import render


def usual(
    desk: Desk,
    changes: Sequence[tuple[Line, bool]],
    source: str,
    like: OpenOrder | None = None,
    spoken_of: Sequence[str] = (),
) -> Draft:
    """Return the draft of an order as usual, which always waits for a person's yes.

    :param changes: the lines that the words name besides, read as an amendment, each with whether its
        amount comes on top of the usual one
    :param like: the order that is named, the last regular one without it
    :param spoken_of: goods that are named besides, of which nothing is said that is understood
    """
    customer = desk.customer
    draft = Draft("order", customer.key if customer else None)
    last = like or last_regular(desk)
    if last is None:
        question = Question("no_last_order" if customer else "which_customer")
        return replace(
            draft, question=question, lines=(_open(question, source), *(line for line, _more in changes))
        )
    lines = {x.product: x for x in _as_before(desk, last, source)}
    for words in spoken_of:
        lines = _open_where_named(desk, lines, words)
    # what is given, taken back or not understood changes nothing of what is ordered
    beside = tuple(x for x, _more in changes if x.action in ("free", "return") or x.product is None)
    said = [x for x in changes if x[0] not in beside]
    for change in [x for x in beside if x.action == "remove"]:
        meant = _meant(desk, lines, change)
        lines = _without(lines, meant, change)
        rest = () if meant else (_open(change.question, change.source),)
        beside = (*(x for x in beside if x is not change), *rest)
    for change, more in said:
        before = lines.get(change.product)
        if change.action == "remove" and change.verdict == "ok" and change.base is None:
            if lines.pop(change.product, None) is None:
                # what was not ordered cannot be left out: was something else meant?
                beside += (_open(Question("which_product", {"words": change.source}), change.source),)
        elif before and change.verdict == "ok":
            lines[change.product] = _changed(desk, before, change, more)
        else:
            lines[change.product] = change
    return replace(
        draft,
        note=render(Question("as_usual", {"ref": last.ref})),
        lines=(*once(list(lines.values())), *beside),
    )


def _open_where_named(desk: Desk, lines: dict[int | None, Line], words: str) -> dict[int | None, Line]:
    """The lines with a question for those that are spoken of: do they stay?"""
    match = desk.match(words)
    named = {match.product} if match.product in lines else {a.product for a in match.answers}
    return {
        key: asked(line, Question("as_before", {"words": words, "quantity": line.quantity}))
        if key in named
        else line
        for key, line in lines.items()
    }


def _meant(desk: Desk, lines: Mapping[int | None, Line], change: Line) -> list[int | None]:
    """What is left out of an order under a name that no product has alone: the usual, but no beer."""
    answers = {a.product for a in change.answers}
    kind = desk.index.of_kind(change.words, lines)
    return kind or [key for key in lines if key in answers] or desk.index.among(change.words, lines)


def _without(
    lines: dict[int | None, Line], meant: Sequence[int | None], change: Line
) -> dict[int | None, Line]:
    """The lines without those that are left out; one of several is asked about."""
    if len(meant) == 1:
        return {key: line for key, line in lines.items() if key not in meant}
    return {key: asked(line, change.question) if key in meant else line for key, line in lines.items()}


def last_regular(desk: Desk) -> OpenOrder | None:
    """Return the customer's last order that was no promotion's, None where there is none."""
    return next((o for o in desk.orders() if not o.promotion and o.stage != "draft" and o.lines), None)


def _open(question: Question, source: str) -> Line:
    return Line(verdict="ask", score=0.0, source=source, question=question)


def _as_before(desk: Desk, order: OpenOrder, source: str) -> list[Line]:
    """The lines of an order as they would be ordered again; a product no longer sold is asked about."""
    lines = []
    for x in order.lines:
        if x.quantity <= 0:
            continue  # taken off, or taken back
        product = desk.index.products.get(x.product)
        quantity, word, kind = units.again(product, x) if product else (x.quantity, "", x.unit)
        held = units.unit_for(product, word, kind) if product else None
        if held is None:
            lines.append(_open(Question("unknown_product", {"words": order.ref}), source))
            continue
        kind, uom, size = held
        lines.append(Line(x.product, quantity, kind, uom, quantity * size, score=0.9, source=source))
    return lines


def _changed(desk: Desk, before: Line, change: Line, more: bool) -> Line:
    if change.action == "set" or (change.action == "add" and not more):
        return replace(change, action="add")
    total = before.base + (change.base or Decimal(0)) * (-1 if change.action == "remove" else 1)
    if total < 0:
        return replace(before, verdict="ask", question=Question("bad_quantity", {"words": change.source}))
    size = before.base / before.quantity
    whole = total % size == 0
    unit = before.unit if whole else "piece"
    uom = before.uom if whole else desk.index.products[before.product].units.get(unit, (before.uom,))[0]
    number = total / size if whole else total
    return replace(
        before, quantity=number, unit=unit, uom=uom, base=total, source=change.source, span=change.span
    )
