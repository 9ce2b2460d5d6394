"""Orders of other software as JSON: an object or a list of objects with the keys of ``LINE``."""

import json
from collections.abc import Mapping
from decimal import Decimal

from .. import units
from ..documents import MOST_LINES, Article, dated, found, settled, unit_kind
from ..lines import Amount, Desk, once
from ..matcher import index_of
from ..model import Draft, File, Knowledge, Line, Message, Question, Reading

LINE = ("barcode", "code", "customer_code", "name", "quantity", "unit", "price")


class JsonOrder:
    """Reader of JSON orders: ``{"customer", "reference", "date", "note", "lines": [{...}]}``."""

    def takes(self, file: File) -> bool:
        """Return whether the file begins like a JSON order or is called so."""
        begins = file.data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")
        if begins and b'"lines"' in file.data:
            return True
        return file.name.lower().endswith(".json") or file.mimetype == "application/json"

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading:
        """Return a draft for each order; a date is ISO 8601, a unit a word or a code."""
        try:
            held = json.loads(file.data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=str)
        except (ValueError, RecursionError):
            return Reading("none", (), Question("file_no_json", {"name": file.name}))
        orders = held if isinstance(held, list) else [held]
        if not orders or not all(_is_order(order) for order in orders):
            return Reading("none", (), Question("file_no_order", {"name": file.name, "document": "JSON"}))
        if sum(len(order["lines"]) for order in orders) > MOST_LINES:
            return Reading("none", (), Question("file_too_long", {"name": file.name, "limit": MOST_LINES}))
        drafts = tuple(_draft(order, file.name, message, knowledge) for order in orders)
        return Reading(drafts[0].kind, drafts)


def looks_like_json(text: str) -> bool:
    """Return whether the body of a message is a JSON object or list rather than words."""
    return text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]") and '"lines"' in text


def _is_order(order: object) -> bool:
    lines = order.get("lines") if isinstance(order, Mapping) else None
    return isinstance(lines, list) and bool(lines) and all(isinstance(x, Mapping) for x in lines)


def _text(held: Mapping, key: str) -> str:
    value = held.get(key)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _draft(order: Mapping, name: str, message: Message, knowledge: Knowledge) -> Draft:
    called = _text(order, "customer")
    customer = index_of(knowledge).parties.buyer([called], [called], message.customer)
    doubt = None
    if called and (customer is None or index_of(knowledge).parties.called([called]) != customer):
        doubt = Question("which_shop", {"words": called})
    desk = Desk(message, knowledge, customer)
    lines = once([_line(x, name, desk) for x in order["lines"]])
    draft = Draft(
        "order",
        customer.key if customer else None,
        lines=lines,
        customer_ref=_text(order, "reference") or None,
        note=_text(order, "note"),
    )
    return settled(dated(draft, _text(order, "date"), message.received_at.date()), desk, doubt)


def _line(held: Mapping, name: str, desk: Desk) -> Line:
    barcode, ours, buyers, words = (_text(held, key) for key in LINE[:4])
    article = Article((barcode,), (buyers,), (ours,), words)
    source = json.dumps(dict(held), ensure_ascii=False, default=str)
    number, unit = _number(held.get("quantity")), _text(held, "unit")
    kind = unit_kind(unit, desk, units.words(desk.knowledge.unit_words)) if unit else None
    amount = Amount(((number, "", kind),))
    values = {
        "source": source,
        "source_name": name,
        "price_claim": _number(held.get("price")),
        "naming": article.naming(unit),
    }
    if not any((barcode, ours, buyers, words)):
        question = Question("unreadable", {"words": source})
        return Line(verdict="block", score=0.0, question=question, **values)
    return desk.checked(found(article, desk), amount, article.said, **values)


def _number(value: object) -> Decimal | None:
    """The number of a JSON number or of a text that holds one."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(str(value).strip())
    except ArithmeticError:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None
