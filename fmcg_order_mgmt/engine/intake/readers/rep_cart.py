"""Orders of the order screen: what a rep put together by hand, with our own keys instead of words."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal

from ..documents import MOST_LINES
from ..matcher import index_of
from ..model import Draft, Knowledge, Line, Message, Product, Question, Reading

CHANNEL = "rep"
MARK = "cart"
# What an order says beside its goods.
BESIDE = ("date", "note", "reference")
ZERO = Decimal(0)
MOST = Decimal(10**6)
STEP = Decimal("0.001")
GIFT = re.compile(r"p?[0-9]{1,18}")


class RepCart:
    """Reader of ``{"cart": 1, "customer", "order", "date", "note", "reference", "gifts", "lines": [{...}]}``.

    A line has ``product``, ``unit`` and ``quantity``, and names for people to read. With ``order`` the cart
    changes that order: its lines say how much of a product there is to be, 0 for none, others stay; of date,
    note and reference those that are there count, and an empty one is to be taken off. ``gifts`` names by
    reward which of the products is wanted that a promotion lets the customer choose of, and by ``p`` and the
    program which of its rewards.
    """

    def takes(self, message: Message) -> bool:
        """Return whether a message is a cart; a customer's own words are none, whatever they look like."""
        return message.channel == CHANNEL and not message.files and _cart(message.text) is not None

    def changes(self, message: Message) -> bool:
        """Return whether a cart changes an order that exists."""
        return _key(_cart(message.text).get("order")) is not None

    def taken_off(self, text: str) -> frozenset[str]:
        """Return which of date, note and reference a cart says the order is to have no longer."""
        cart = _cart(text) or {}
        return frozenset(name for name in BESIDE if cart.get("order") and cart.get(name) == "")

    def gifts(self, text: str) -> dict[str, int]:
        """Return what was chosen of promotions: products by the key of the reward as text, rewards by the
        key of the program after a "p".
        """
        held = (_cart(text) or {}).get("gifts")
        found = held.items() if isinstance(held, Mapping) else ()
        return {of: key for of, chosen in found if GIFT.fullmatch(of) and (key := _key(chosen))}

    def products(self, message: Message) -> set[int]:
        """Return the keys of the products that a cart names: all that has to be known to read it."""
        return {key for line in _cart(message.text)["lines"] if (key := _key(line.get("product")))}

    def read(self, message: Message, knowledge: Knowledge) -> Reading:
        """Return the one draft of the cart; a line that cannot stand is blocked with its reason."""
        cart = _cart(message.text)
        if len(cart["lines"]) > MOST_LINES:
            question = Question("file_too_long", {"name": "-", "limit": MOST_LINES})
            return Reading("none", (), question)
        known = index_of(knowledge).products
        target = _key(cart.get("order"))
        lines = [_line(held, known, bool(target)) for held in cart["lines"]]
        day, question = _day(cart.get("date")), None
        if day and day < message.received_at.date():
            day, question = None, Question("past_date", {"words": day.isoformat()})
        draft = Draft(
            "amend" if target else "order",
            customer=message.customer,
            target=target,
            date=day,
            date_question=question,
            lines=tuple(_summed(lines, known) if target else lines),
            customer_ref=_text(cart.get("reference")) or None,
            note=_text(cart.get("note")),
        )
        return Reading(draft.kind, (draft,))


def _cart(text: str) -> Mapping | None:
    try:
        held = json.loads(text, parse_float=Decimal, parse_constant=str) if text[:1] == "{" else None
    except (ValueError, RecursionError):
        return None
    lines = held.get("lines") if isinstance(held, Mapping) and held.get(MARK) == 1 else None
    return held if isinstance(lines, list) and all(isinstance(x, Mapping) for x in lines) else None


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _key(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_text(value))
    except ValueError:
        return None


def _line(held: Mapping, known: Mapping[int, Product], changes: bool) -> Line:
    name = _text(held.get("name")) or str(held.get("product"))
    said = " ".join(filter(None, (str(held.get("quantity")), _text(held.get("unit_name")), name)))
    product = known.get(_key(held.get("product")))
    if product is None:
        return _blocked(said, "unknown_product", words=name)
    kind, uom, size = _unit(product, _key(held.get("unit")))
    if uom is None:
        words = _text(held.get("unit_name")) or "?"
        return _blocked(said, "unit_not_sold", product=name, words=words)
    quantity = _quantity(held.get("quantity"))
    if quantity is None or not (quantity or changes):
        return _blocked(said, "bad_quantity", words=said)
    if size > 1 and quantity % 1 and not (product.fraction and quantity * size % 1 == 0):
        return _blocked(said, "half_unit", words=said)
    action = "add" if not changes else "set" if quantity else "remove"
    parts = ((uom, quantity),) if changes and quantity else ()
    return Line(product.key, quantity, kind, uom, quantity * size, action, source=said, parts=parts)


def _blocked(said: str, code: str, **values: object) -> Line:
    return Line(verdict="block", score=0.0, source=said, question=Question(code, values))


def _unit(product: Product, key: int | None) -> tuple[str, int | None, Decimal]:
    for kind, (uom, size) in product.units.items():
        if uom == key:
            return kind, uom, size
    for kind, uom, size in product.named.values():
        if uom == key:
            return kind, uom, size
    return "", None, ZERO


def _quantity(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    sound = number.is_finite() and 0 <= number <= MOST and number % STEP == 0
    return number if sound else None


def _summed(lines: list[Line], known: Mapping[int, Product]) -> list[Line]:
    """One line a product, since each says all that there is to be of it: 2 cases and 3 pieces are 51."""
    found: dict[object, Line] = {}
    for place, line in enumerate(lines):
        before = found.get(line.product)
        if line.product is None or before is None:
            found[line.product or -place - 1] = line
        else:
            found[line.product] = _both(before, line, known[line.product])
    return list(found.values())


def _both(one: Line, other: Line, product: Product) -> Line:
    """The sum of two lines, in the larger of their units that comes out whole, else in the product's own."""
    base = one.base + other.base
    said = sorted((_unit(product, x.uom) for x in (one, other) if x.quantity), key=lambda unit: -unit[2])
    own = min(((kind, *unit) for kind, unit in product.units.items()), key=lambda unit: unit[2])
    kind, uom, size = next((unit for unit in said if base % unit[2] == 0), own)
    source = f"{one.source} + {other.source}"
    values = {"base": base, "source": source, "parts": _merged(one.parts + other.parts)}
    return Line(product.key, base / size, kind, uom, action="set" if base else "remove", **values)


def _merged(parts: tuple[tuple[object, Decimal], ...]) -> tuple[tuple[object, Decimal], ...]:
    found: dict[object, Decimal] = {}
    for unit, quantity in parts:
        found[unit] = found.get(unit, ZERO) + quantity
    return tuple(found.items())
