"""The orders that are entered, and whether the database holds them afterwards."""

from dataclasses import dataclass

import psycopg2

from ..chromium import PageError

LINES = 10
# As many cases as are commonly ordered.
AMOUNTS = (1, 2, 3, 4, 5, 6, 8, 10, 12)
REPEAT, NEW, CHANGE = "repeat ten lines", "new ten lines", "change two lines and send"
TASKS = (REPEAT, NEW, CHANGE)
LATEST = """
SELECT o.id, o.state, l.product_id, sum(l.product_uom_qty * u.factor)
FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id JOIN uom_uom u ON u.id = l.product_uom_id
WHERE o.id = (SELECT max(id) FROM sale_order WHERE partner_id = %s)
GROUP BY o.id, o.state, l.product_id
"""


@dataclass(frozen=True)
class Line:
    """So many cases of a product."""

    id: int
    code: str
    size: int
    quantity: int

    @property
    def pieces(self) -> int:
        """The same amount in pieces."""
        return self.size * self.quantity

    def but(self, quantity: int) -> "Line":
        """Return another amount of the same product."""
        return Line(self.id, self.code, self.size, quantity)


@dataclass(frozen=True)
class Job:
    """An order of a customer: its lines as they are to be in the end, and which of them are to be changed."""

    task: str
    customer: int
    ref: str
    lines: tuple[Line, ...]
    changed: tuple[Line, ...] = ()


def job(task: str, customers: list[dict], number: int) -> Job:
    """Return the job of a task with this number; each number has a customer of its own."""
    customer = customers[number]
    goods = [_line(row) for row in customer["usual"]][:LINES]
    changed = ()
    if task == NEW:
        goods = [line.but(_another(line.quantity)) for line in goods]
    if task == CHANGE:
        changed = (goods[1].but(goods[1].quantity + 1), goods[4].but(_another(goods[4].quantity)))
        goods[1], goods[4] = changed
    return Job(task, customer["id"], customer["ref"], tuple(goods), changed)


def _line(row: dict) -> Line:
    return Line(row["id"], row["code"], row["size"], row["quantity"])


def _another(quantity: int) -> int:
    return AMOUNTS[(AMOUNTS.index(quantity) + 4) % len(AMOUNTS)]


class Ledger:
    """The database behind a door."""

    def __init__(self, database: str):
        self.connection = psycopg2.connect(dbname=database)
        self.connection.autocommit = True

    def latest(self, customer: int) -> tuple[int, str, dict[int, float]]:
        """Return key and state of a customer's latest order, and its base amounts by product."""
        with self.connection.cursor() as cursor:
            cursor.execute(LATEST, (customer,))
            rows = cursor.fetchall()
        if not rows:
            return 0, "", {}
        return rows[0][0], rows[0][1], {product: float(amount) for _id, _state, product, amount in rows}

    def check(self, done: Job, before: int) -> None:
        """Raise PageError unless the order that was entered after ``before`` is the one that was wanted."""
        key, state, found = self.latest(done.customer)
        wanted = {line.id: float(line.pieces) for line in done.lines}
        fresh = key == before if done.task == CHANGE else key > before
        if not fresh or state != "sale" or found != wanted:
            raise PageError(
                f"{done.task}: order {key} (before: {before}) is {state} with {found}, wanted {wanted}"
            )
