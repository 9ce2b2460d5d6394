"""The files of a gold set, read and checked: what is wrong with them is told in one line."""

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..ui import DevError
from . import units

COLUMNS = {
    "catalogue.csv": "code name_zh name_en spec category barcode base_unit units fraction",
    "customers.csv": "code name aliases language default_unit usual codes day_first",
    "promotions.csv": "code product buy free unit date_from date_to",
}
KEYS = {
    "orders.jsonl": "ref customer ordered_at stage lines",
    "messages.jsonl": "id channel customer received_at text expect",
}
JSON_COLUMNS = ("units", "usual", "codes")
STAGES = ("draft", "confirmed", "picking", "shipped", "done")


@dataclass(frozen=True)
class GoldSet:
    """A gold set; each table is a list of rows, JSON columns decoded."""

    folder: Path
    products: list[dict]
    customers: list[dict]
    promotions: list[dict]
    orders: list[dict]
    messages: list[dict]

    @cached_property
    def kinds(self) -> dict[str, dict[str, str]]:
        """The kinds of each product's units, by product code and unit name."""
        return {row["code"]: units.kinds(row["base_unit"], row["units"]) for row in self.products}

    @cached_property
    def by_id(self) -> dict[str, dict]:
        """The messages by their ids."""
        return {row["id"]: row for row in self.messages}

    def default_kind(self, customer: dict) -> str | None:
        """Return the kind of pack that a customer means by a bare number, None where none is known."""
        return units.usual_kind(customer["default_unit"], self.kinds.values())

    def followed(self, message: dict) -> list[dict]:
        """Return the orders that exist because of the message which this one follows."""
        earlier = self.by_id.get(message.get("follows"))
        if earlier is None:
            return []
        common = {"ref": earlier["id"], "ordered_at": earlier["received_at"], "stage": "draft"}
        return [{**order, **common} for order in earlier["expect"]["orders"] if order["customer"]]

    def file(self, message: dict) -> Path | None:
        """Return where a message's attachment is."""
        return self.folder / "files" / message["file"] if message.get("file") else None


def goods(order: dict) -> list[dict]:
    """Return the lines of an order that stand for goods to deliver."""
    lines = [line for line in order["lines"] if line.get("product") and line.get("quantity") is not None]
    return [line for line in lines if line.get("action", "add") in ("add", "set") and line["quantity"] > 0]


def meaning(answer: dict) -> tuple:
    """Return what a prediction or an expectation means; of a line that is asked about, the product alone."""
    orders = [
        (order["customer"], order["ref"], order["date"], [_line(line) for line in order["lines"]])
        for order in answer["orders"]
    ]
    return answer["kind"], orders


def _line(line: dict) -> tuple:
    base = line["base"] if line["verdict"] == "ok" else None
    return line["product"], base, line["action"], line["verdict"]


def load(folder: Path) -> GoldSet:
    """Return the gold set of a folder. Raises DevError, in one line, for what is missing or not sound."""
    if not folder.is_dir():
        raise DevError(f"{folder} is no folder: name a gold set, such as ../shared/intake_gold/dev.")
    missing = [name for name in (*COLUMNS, *KEYS) if not (folder / name).is_file()]
    if missing:
        raise DevError(f"{folder} is no gold set: it has no {', '.join(missing)}.")
    tables = {name: _rows(folder / name, columns.split()) for name, columns in COLUMNS.items()}
    lists = {name: _objects(folder / name, keys.split()) for name, keys in KEYS.items()}
    found = GoldSet(folder, *tables.values(), *lists.values())
    _check(found)
    return found


def _rows(path: Path, columns: list[str]) -> list[dict]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            absent = [name for name in columns if name not in (reader.fieldnames or ())]
            if absent:
                raise DevError(f"{path} has no column {', '.join(absent)}.")
            rows = [{name: value or "" for name, value in row.items() if name} for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        raise DevError(f"{path} is no CSV file in UTF-8: {error}.") from error
    for number, row in enumerate(rows, 2):
        for name in JSON_COLUMNS:
            if name in row:
                row[name] = _json(row[name] or ("[]" if name == "usual" else "{}"), f"{path}, line {number}")
    return rows


def _objects(path: Path, keys: list[str]) -> list[dict]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise DevError(f"{path} is not written in UTF-8: {error}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _json(line, f"{path}, line {number}")
        absent = [key for key in keys if key not in row] if isinstance(row, dict) else keys
        if absent:
            raise DevError(f"{path}, line {number} has no {', '.join(absent)}.")
        found.append(row)
    return found


def _json(text: str, where: str):
    try:
        return json.loads(text)
    except ValueError as error:
        raise DevError(f"{where} is no sound JSON: {error}.") from error


def _check(found: GoldSet) -> None:
    """Raise DevError where the tables name something that is not there."""
    products = {row["code"]: row for row in found.products}
    customers = {row["code"] for row in found.customers}
    for row in found.customers:
        _known(products, [*row["usual"], *row["codes"].values()], f"customers.csv, {row['code']}")
    for row in found.promotions:
        _known(products, [row["product"]], f"promotions.csv, {row['code']}")
    for order in found.orders:
        where = f"orders.jsonl, {order['ref']}"
        _known(products, [line["product"] for line in order["lines"]], where)
        _known(customers, [order["customer"]], where)
        if order["stage"] not in STAGES:
            raise DevError(f"{where}: {order['stage']} is none of the stages {', '.join(STAGES)}.")
    for row in found.messages:
        path = found.file(row)
        if path and not path.is_file():
            raise DevError(f"{path} is missing, which message {row['id']} names.")
        if row["customer"]:
            _known(customers, [row["customer"]], f"messages.jsonl, {row['id']}")


def _known(codes, named: list[str], where: str) -> None:
    unknown = [code for code in named if code not in codes]
    if unknown:
        raise DevError(f"{where}: {', '.join(unknown)} is in no table of the set.")
