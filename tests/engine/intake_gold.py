"""Reads a gold set with the plain engine: ``python intake_gold.py GOLD_DIR PREDICTIONS.jsonl``."""

import csv
import json
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "fmcg_order_mgmt"
if str(ADDON) not in sys.path:
    sys.path.insert(0, str(ADDON))

from engine.intake import read  # noqa: E402
from engine.intake.model import (  # noqa: E402
    Customer,
    File,
    Knowledge,
    Message,
    OpenOrder,
    OrderedLine,
    Product,
    Promotion,
)
from engine.intake.vocabulary import vocabulary  # noqa: E402


def rows(folder: Path, name: str) -> list[dict]:
    """Return the rows of one of the set's tables."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def jsonl(path: Path) -> list[dict]:
    """Return the objects of a file with one JSON object a line."""
    return [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines() if x.strip()]


def kind(name: str, base: str = "") -> str:
    """Return the kind of a unit's name in the set's catalogue."""
    if name == base:
        return "piece"
    known = vocabulary().units.get(name.lower())
    return "inner" if known in ("piece", "dozen", None) and base else known or "piece"


class Gold:
    """A gold set as the engine's knowledge, and its answers in the set's own words."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.products = rows(folder, "catalogue.csv")
        self.key_of = {r["code"]: i for i, r in enumerate(self.products, 1)}
        self.code_of = {i: code for code, i in self.key_of.items()}
        self.customers = rows(folder, "customers.csv")
        self.customer_key = {r["code"]: i for i, r in enumerate(self.customers, 1)}
        self.customer_code = {i: code for code, i in self.customer_key.items()}
        self.messages = jsonl(folder / "messages.jsonl")
        orders = jsonl(folder / "orders.jsonl")
        self.order_refs = dict(enumerate((o["ref"] for o in orders), 1))
        self.orders = tuple(self._order(i, o) for i, o in enumerate(orders, 1))
        self.knowledge = Knowledge(
            tuple(map(self._product, self.products)),
            tuple(map(self._customer, self.customers)),
            self.orders,
            promotions=tuple(map(self._promotion, rows(folder, "promotions.csv"))),
        )

    def _promotion(self, row: dict) -> Promotion:
        product = self.products[self.key_of[row["product"]] - 1]
        days = [date.fromisoformat(row[name]) if row[name] else None for name in ("date_from", "date_to")]
        buy, free = Decimal(row["buy"]), Decimal(row["free"])
        return Promotion(
            self.key_of[row["product"]], buy, free, kind(row["unit"], product["base_unit"]), *days
        )

    def _product(self, row: dict) -> Product:
        units = {"piece": ("piece", Decimal(1))}
        for name, factor in json.loads(row["units"]).items():
            units[kind(name, row["base_unit"])] = (name, Decimal(str(factor)))
        named = {row["base_unit"]: ("piece", "piece", Decimal(1))} if row["base_unit"] else {}
        for name, factor in json.loads(row["units"]).items():
            named[name] = (kind(name, row["base_unit"]), name, Decimal(str(factor)))
        names = tuple(filter(None, (row["name_zh"], row["name_en"])))
        barcodes = (row["barcode"],) if row["barcode"] else ()
        key = self.key_of[row["code"]]
        return Product(
            key, row["code"], names, row["spec"], barcodes, units, row["fraction"] == "1", {}, named
        )

    def _customer(self, row: dict) -> Customer:
        return Customer(
            self.customer_key[row["code"]],
            row["code"],
            row["name"],
            tuple(filter(None, row["aliases"].split("|"))),
            row["language"],
            kind(row["default_unit"]) if row["default_unit"] else None,
            tuple(self.key_of[c] for c in json.loads(row["usual"])),
            {k: self.key_of[v] for k, v in json.loads(row["codes"]).items()},
            row["day_first"] == "1",
        )

    def _order(self, key: int, order: dict) -> OpenOrder:
        lines = tuple(
            OrderedLine(self.key_of[x["product"]], Decimal(str(x["quantity"])), self._unit(x))
            for x in order["lines"]
            if x.get("product") and x.get("quantity") is not None
        )
        return OpenOrder(
            key,
            order["ref"],
            self.customer_key.get(order["customer"], 0),
            datetime.fromisoformat(order["ordered_at"]),
            order["stage"],
            bool(order.get("promotion")),
            order.get("customer_ref"),
            lines,
        )

    def _unit(self, line: dict) -> str:
        product = self.products[self.key_of[line["product"]] - 1]
        return kind(line["unit"], product["base_unit"])

    def predict(self, row: dict) -> dict:
        """Return the engine's reading of one message, shaped as the set's ``expect``."""
        knowledge, refs, follows = self.knowledge, self.order_refs, None
        if row.get("follows"):
            earlier = next(x for x in self.messages if x["id"] == row["follows"])
            made = [self._followed(i, earlier, o) for i, o in enumerate(earlier["expect"]["orders"], 1000)]
            knowledge = replace(knowledge, open_orders=(*self.orders, *made))
            refs, follows = {**refs, **dict.fromkeys((o.key for o in made), earlier["id"])}, made[0].key
        files = ()
        if row.get("file"):
            files = (File(row["file"], "", (self.folder / "files" / row["file"]).read_bytes()),)
        received = datetime.fromisoformat(row["received_at"])
        customer = self.customer_key.get(row["customer"])
        message = Message(row["channel"], row["text"] or "", files, received, customer, follows)
        start = time.perf_counter()
        reading = read(message, knowledge)
        spent = (time.perf_counter() - start) * 1000
        drafts = [self._draft(d, refs) for d in reading.drafts]
        if not drafts and reading.unread:
            blocked = {"product": None, "base": None, "action": "add", "verdict": "block"}
            drafts = [{"customer": None, "ref": None, "date": None, "lines": [blocked]}]
        told = "order" if drafts and not reading.drafts else reading.kind
        return {"id": row["id"], "kind": told, "orders": drafts, "ms": spent}

    def _followed(self, key: int, earlier: dict, order: dict) -> OpenOrder:
        ordered_at, ref = earlier["received_at"], earlier["id"]
        return self._order(key, {**order, "ref": ref, "ordered_at": ordered_at, "stage": "draft"})

    def _draft(self, draft, refs: dict) -> dict:
        day = "ask" if draft.date_question else draft.date and draft.date.isoformat()
        lines = [
            {
                "product": self.code_of.get(x.product),
                "quantity": x.quantity and float(x.quantity),
                "unit": x.unit,
                "base": None if x.base is None else float(x.base),
                "action": x.action,
                "verdict": x.verdict,
            }
            for x in draft.lines
        ]
        customer, ref = self.customer_code.get(draft.customer), refs.get(draft.target)
        return {"customer": customer, "ref": ref, "date": day, "lines": lines}


def main(folder: str, predictions: str) -> None:
    """Write one prediction a message."""
    gold = Gold(Path(folder))
    found = [json.dumps(gold.predict(row), ensure_ascii=False) for row in gold.messages]
    Path(predictions).write_text("\n".join(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
