"""Reads a gold set with the plain engine: ``python intake_gold.py GOLD_DIR PREDICTIONS.jsonl``."""

import json
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "fmcg_order_mgmt")]

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
from engine.intake.unit_names import named  # noqa: E402

from devtools.gold import tables, units  # noqa: E402


class Gold:
    """A gold set as the engine's knowledge, and its answers in the set's own words."""

    def __init__(self, folder: Path):
        self.set = tables.load(folder)
        self.key_of = {r["code"]: i for i, r in enumerate(self.set.products, 1)}
        self.code_of = {i: code for code, i in self.key_of.items()}
        self.customer_key = {r["code"]: i for i, r in enumerate(self.set.customers, 1)}
        self.customer_code = {i: code for code, i in self.customer_key.items()}
        self.packs = {r["code"]: {r["base_unit"]: 1, **r["units"]} for r in self.set.products}
        self.messages = self.set.messages
        orders = sorted(self.set.orders, key=lambda o: datetime.fromisoformat(o["ordered_at"]))
        self.order_refs = dict(enumerate((o["ref"] for o in orders), 1))
        self.orders = tuple(self._order(i, o) for i, o in enumerate(orders, 1))
        self.knowledge = Knowledge(
            tuple(map(self._product, self.set.products)),
            tuple(map(self._customer, self.set.customers)),
            self.orders,
            unit_words=units.words(),
            promotions=tuple(map(self._promotion, self.set.promotions)),
            habits={
                self.customer_key[row["code"]]: frozenset(self.key_of[code] for code in row["usual"])
                for row in self.set.customers
            },
        )

    def _product(self, row: dict) -> Product:
        kinds, packs = self.set.kinds[row["code"]], self.packs[row["code"]]
        sizes = [(name, kind, Decimal(str(packs[name]))) for name, kind in kinds.items()]
        by_kind = {}
        for name, kind, size in sizes:
            by_kind.setdefault(kind, (name, size))
        return Product(
            key=self.key_of[row["code"]],
            code=row["code"],
            names=tuple(filter(None, (row["name_zh"], row["name_en"]))),
            spec=row["spec"],
            barcodes=(row["barcode"],) if row["barcode"] else (),
            units=by_kind,
            fraction=row["fraction"] == "1",
            category=row["category"],
            named=named((name, kind, name, size) for name, kind, size in sizes),
        )

    def _customer(self, row: dict) -> Customer:
        return Customer(
            key=self.customer_key[row["code"]],
            code=row["code"],
            name=row["name"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            language=row["language"],
            default_unit=self.set.default_kind(row),
            default_word=row["default_unit"],
            codes={k: self.key_of[v] for k, v in row["codes"].items()},
            day_first=row["day_first"] == "1",
        )

    def _promotion(self, row: dict) -> Promotion:
        days = (date.fromisoformat(row[name]) if row[name] else None for name in ("date_from", "date_to"))
        kind = self.set.kinds[row["product"]][row["unit"]]
        return Promotion(self.key_of[row["product"]], Decimal(row["buy"]), Decimal(row["free"]), kind, *days)

    def _order(self, key: int, order: dict) -> OpenOrder:
        lines = tuple(
            OrderedLine(
                self.key_of[x["product"]],
                Decimal(str(x["quantity"])),
                self.set.kinds[x["product"]][x["unit"]],
                x["unit"],
                Decimal(str(x["quantity"])) * Decimal(str(self.packs[x["product"]][x["unit"]])),
            )
            for x in tables.goods(order)
        )
        return OpenOrder(
            key,
            order["ref"],
            self.customer_key[order["customer"]],
            datetime.fromisoformat(order["ordered_at"]),
            order["stage"],
            bool(order.get("promotion")),
            order.get("customer_ref"),
            lines,
        )

    def predict(self, row: dict) -> dict:
        """Return the engine's reading of one message, shaped as the set's ``expect``."""
        followed = [self._order(i, o) for i, o in enumerate(self.set.followed(row), 1000)]
        customer = self.customer_key.get(row["customer"])
        follows = next((o.key for o in followed if customer in (o.customer, None)), None)
        knowledge = replace(self.knowledge, open_orders=(*self.orders, *followed))
        refs = {**self.order_refs, **{o.key: o.ref for o in followed}}
        path = self.set.file(row)
        files = (File(path.name, "", path.read_bytes()),) if path else ()
        received = datetime.fromisoformat(row["received_at"])
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

    def _draft(self, draft, refs: dict) -> dict:
        day = "ask" if draft.date_question else draft.date and draft.date.isoformat()
        lines = [
            {
                "product": self.code_of.get(x.product),
                "quantity": None if x.quantity is None else float(x.quantity),
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
