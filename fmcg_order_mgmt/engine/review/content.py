"""What a decision is taken on: the values of an order, and their fingerprint."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ContentLine:
    """One line of an order; ``base_quantity`` is in the product's own unit."""

    product: int | None
    base_quantity: float
    price_unit: float
    discount: float


def content(
    partner: int,
    address: int | None,
    currency: str,
    total: float,
    commitment: dt.datetime | None,
    lines: Iterable[ContentLine],
) -> dict[str, object]:
    """Return the values as JSON can keep them.

    Numbers become text, so that storing them changes no digit; the order of the lines does not count.
    """
    return {
        "partner": partner,
        "delivery_address": address or None,
        "currency": currency,
        "total": _number(total),
        "commitment_date": commitment.isoformat() if commitment else None,
        "lines": sorted((_line(line) for line in lines), key=json.dumps),
    }


def fingerprint(values: Mapping[str, object]) -> str:
    """Return the SHA-256 of the values of ``content`` in hexadecimal."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _line(line: ContentLine) -> list[object]:
    numbers = (line.base_quantity, line.price_unit, line.discount)
    return [line.product or None, *(_number(number) for number in numbers)]


def _number(value: float) -> str:
    # Adding zero turns -0.0 into 0.0.
    return f"{round(value, 6) + 0.0:.6f}"
