"""Reads the orders of the data set UCI Online Retail, as a CSV file, compressed or not."""

import csv
import datetime as dt
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..config import SHARED
from ..ui import DevError

USUAL = SHARED / "data" / "orders"
NAME = "online_retail.csv"
COLUMNS = {"InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "CustomerID"}
# Postage, discounts and fees have codes of letters.
GOODS = re.compile(r"\d{5}")


@dataclass
class Order:
    """An order with the sum of its lines by product."""

    key: int
    name: str
    customer: str
    at: dt.datetime
    quantities: dict[int, float] = field(default_factory=dict)


def load(place: Path) -> list[Order]:
    """Return the orders of a file, or of the file in a folder, in time order.

    Lines without customer, cancellations and what is no goods are left out. DevError when it is not there or
    is something else.
    """
    path = _find(place)
    orders: dict[str, Order] = {}
    products: dict[str, int] = {}
    try:
        for row in _rows(path):
            if row["CustomerID"] and float(row["Quantity"]) > 0 and GOODS.match(row["StockCode"]):
                _add(orders, products, row)
    except (ValueError, TypeError, EOFError, OSError) as error:
        raise DevError(f"{path} cannot be read as orders: {error}") from error
    return sorted(orders.values(), key=lambda order: (order.at, order.key))


def _find(place: Path) -> Path:
    found = place if place.is_file() else None
    for name in (f"{NAME}.gz", NAME):
        if place.is_dir() and (place / name).is_file():
            found = found or place / name
    if not found:
        raise DevError(
            f"There are no orders at {place}: name {NAME}.gz (UCI Online Retail) or its folder, "
            "./dev eval review PATH."
        )
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = COLUMNS - set(reader.fieldnames or ())
        if lacking:
            raise ValueError(f"it lacks the columns {', '.join(sorted(lacking))}")
        yield from reader


def _add(orders: dict[str, Order], products: dict[str, int], row: dict[str, str]) -> None:
    name = row["InvoiceNo"]
    if name not in orders:
        at = dt.datetime.fromisoformat(row["InvoiceDate"])
        orders[name] = Order(len(orders) + 1, name, row["CustomerID"], at)
    product = products.setdefault(row["StockCode"], len(products) + 1)
    quantities = orders[name].quantities
    quantities[product] = quantities.get(product, 0.0) + float(row["Quantity"])
