"""What goes into the intake engine and what comes out of it: immutable values, no behaviour."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Product:
    """A product; ``units`` maps a kind (piece, inner, case, pallet) to (unit key, base units in one).

    ``named`` maps the own names of its units (箱, 提, tray) to (kind, unit key, base units in one): they win
    over what the word means elsewhere, and tell two units of one kind apart.
    """

    key: int
    code: str
    names: tuple[str, ...]
    spec: str
    barcodes: tuple[str, ...]
    units: Mapping[str, tuple[object, Decimal]]
    fraction: bool = False
    unit_barcodes: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, tuple[str, object, Decimal]] = field(default_factory=dict)
    category: str = ""


@dataclass(frozen=True)
class Customer:
    """A customer; ``usual`` holds product keys, ``codes`` the customer's own item codes to product keys.

    ``learnt`` are single codes and barcodes that a correction has explained: they say nothing of others.
    ``default_unit`` is the kind meant where no unit is written, ``default_word`` the unit's own name.
    ``unit_words`` maps unit words to the kinds that this customer means by them, ``product_units`` product
    keys to the kind meant where no unit is written.
    """

    key: int
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    language: str = "en"
    default_unit: str | None = None
    usual: tuple[int, ...] = ()
    codes: Mapping[str, int] = field(default_factory=dict)
    day_first: bool = False
    unit_words: Mapping[str, str] = field(default_factory=dict)
    product_units: Mapping[int, str] = field(default_factory=dict)
    default_word: str = ""
    learnt: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Promotion:
    """Free goods in force: ``free`` of ``product`` for every ``buy`` of it, both in the kind ``unit``.

    ``most`` is what one order gets at most, None without a limit.
    """

    product: int
    buy: Decimal
    free: Decimal
    unit: str
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class OrderedLine:
    """One line of an existing order; ``unit`` is a kind.

    ``uom`` is the key of the unit itself, which tells two of one kind apart; ``base`` is the quantity in base
    units. Without them the product's unit of that kind is meant.
    """

    product: int
    quantity: Decimal
    unit: str
    uom: object = None
    base: Decimal | None = None


@dataclass(frozen=True)
class OpenOrder:
    """An order that exists already; ``stage`` as in the addon (draft, review, approved, picking...)."""

    key: int
    ref: str
    customer: int
    ordered_at: dt.datetime
    stage: str
    promotion: bool = False
    customer_ref: str | None = None
    lines: tuple[OrderedLine, ...] = ()


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything known before a message is read.

    ``prepared`` keeps the index of products and customers, and stays with copies that only exchange the
    orders; ``asked`` collects the customers whose orders a reading looked at. ``habits`` are the products
    that a customer bought before the open orders.
    """

    products: tuple[Product, ...]
    customers: tuple[Customer, ...] = ()
    open_orders: tuple[OpenOrder, ...] = ()
    unit_words: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, int] = field(default_factory=dict)
    customer_aliases: Mapping[tuple[int, str], int] = field(default_factory=dict)
    promotions: tuple[Promotion, ...] = ()
    habits: Mapping[int, frozenset[int]] = field(default_factory=dict)
    prepared: dict[str, object] = field(default_factory=dict, repr=False)
    asked: set[int] = field(default_factory=set, repr=False)


@dataclass(frozen=True)
class File:
    """An attachment."""

    name: str
    mimetype: str
    data: bytes


@dataclass(frozen=True)
class Message:
    """One inbound message; ``received_at`` has a zone, ``follows`` is the key of the order it may amend.

    ``unit_word`` is the unit that the message itself says for all quantities without one.
    """

    channel: str
    text: str
    files: tuple[File, ...]
    received_at: dt.datetime
    customer: int | None = None
    follows: int | None = None
    unit_word: str = ""


@dataclass(frozen=True)
class Question:
    """A question or remark as a code of ``questions.TEXTS`` with its values, so that it can be translated."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A ready answer to a question: what the line becomes when a person picks it."""

    label: str
    product: int | None = None
    quantity: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Naming:
    """How a row of a table or an electronic order names its article and its unit, cell by cell.

    ``codes`` begin with the one that is most the customer's own. ``unit`` is a word or a code, '' for a bare
    number, None where it does not stand with the line: a column of cases.
    """

    codes: tuple[str, ...] = ()
    name: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class Line:
    """One understood line; ``source`` is the text at ``span`` of the body or of the file ``source_name``.

    ``words`` are those that name the product, without quantity and unit; ``naming`` are the cells of a line
    that is no running text. ``parts`` are (unit key, quantity) where an amount is meant in just these units.
    """

    product: int | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    uom: object | None = None
    base: Decimal | None = None
    action: str = "add"
    verdict: str = "ok"
    score: float = 1.0
    span: tuple[int, int] | None = None
    source: str = ""
    source_name: str = ""
    question: Question | None = None
    answers: tuple[Answer, ...] = ()
    price_claim: Decimal | None = None
    note: str = ""
    words: str = ""
    naming: Naming | None = None
    parts: tuple[tuple[object, Decimal], ...] = ()


@dataclass(frozen=True)
class Draft:
    """One order, amendment or cancellation; ``date`` is the requested delivery date."""

    kind: str
    customer: int | None = None
    target: int | None = None
    date: dt.date | None = None
    date_question: Question | None = None
    question: Question | None = None
    lines: tuple[Line, ...] = ()
    customer_ref: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """The result for one message; ``unread`` says what could not be read and why."""

    kind: str
    drafts: tuple[Draft, ...] = ()
    unread: Question | None = None
