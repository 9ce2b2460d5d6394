"""Times the plain engine: a message of 20 lines with 5,000 and with 15,000 products. Prints ROWS and JSON."""

import json
import sys
import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fmcg_order_mgmt")]

from engine.intake import read  # noqa: E402
from engine.intake.matcher import index_of  # noqa: E402
from engine.intake.model import Customer, Knowledge, Message, Product  # noqa: E402

from benchmarks import measure, trade  # noqa: E402

SMALL, LARGE, SHOPS, LINES, COUNT = 5_000, 15_000, 20_000, 20, 15
ZONE = timezone(timedelta(hours=8))


def knowledge(articles: list[trade.Article], shops: list[trade.Shop]) -> Knowledge:
    """Return what the engine is told of a catalogue and its customers."""
    return Knowledge(
        tuple(_product(number, article) for number, article in enumerate(articles, 1)),
        tuple(
            Customer(number, shop.code, shop.name, (shop.number,), "zh", "case")
            for number, shop in enumerate(shops, 1)
        ),
    )


def _product(number: int, article: trade.Article) -> Product:
    units = {"piece": (1, Decimal(1)), "case": (2, Decimal(article.case))}
    names = (article.name_zh, article.name_en)
    return Product(number, article.code, names, article.spec, (article.barcode,), units)


def reading(known: Knowledge, words: list[str]):
    """Return what reads the message of a number."""

    def act(number: int):
        moment = datetime(2026, 3, 17, 14, 20, tzinfo=ZONE)
        made = read(Message("chat", words[number], (), moment, 1), known)
        if len(made.drafts[0].lines) != LINES:
            raise ValueError(f"{len(made.drafts[0].lines)} of {LINES} lines were read")

    return act


def main() -> None:
    shops, large = trade.shops(SHOPS), trade.catalogue(LARGE)
    knowns = [knowledge(large[:size], shops) for size in (SMALL, LARGE)]
    rows = []
    for size, known in zip((SMALL, LARGE), knowns, strict=True):
        begin = time.perf_counter()
        index_of(known)
        spent = round(time.perf_counter() - begin, 2)
        rows.append(measure.Row(f"index of {size} products and {SHOPS} customers", spent, "s"))
    # Twice as many messages as are timed: the first half warms what is remembered between messages.
    words = [trade.message(large[:SMALL], LINES, seed) for seed in range(2 * COUNT)]
    acts = [reading(known, words) for known in knowns]
    for act in acts:
        for number in range(COUNT, 2 * COUNT):
            act(number)
    times = measure.pairs(acts[1], acts[0], COUNT)
    small = [(second, second) for _first, second in times]
    alone = measure.compared("", small, "ms", "", 1000)
    rows.append(measure.Row(f"reading {LINES} lines, {SMALL} products", alone.value, "ms"))
    case, against = f"reading {LINES} lines, {LARGE} products", f"{SMALL} products"
    rows.append(measure.compared(case, times, "ms", against, 1000))
    print("ROWS " + json.dumps([row.as_json() for row in rows]))


if __name__ == "__main__":
    main()
