"""Times the intake inside Odoo, with a catalogue of a real size. Runs in Odoo's shell; prints ROWS and JSON.

Beside the messages Odoo alone makes quotations with the same lines, which is what a clerk would key.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import gc
import json
import os
import random
import sys
import time
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from odoo.fields import Command  # noqa: E402

from odoo.addons.fmcg_order_mgmt.engine.intake.matcher import index_of  # noqa: E402
from odoo.addons.fmcg_order_mgmt.models import intake_knowledge  # noqa: E402

from benchmarks import measure, trade  # noqa: E402

PRODUCTS, SHOPS, ALIASES = 5_000, 20_000, 15_000
MESSAGES, BATCH, LINES = 1_000, 50, 4
SINGLE = 50


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


def make_products(articles):
    """Make the products of a catalogue, with their cases."""
    piece = env.ref("uom.product_uom_unit")
    piece.fmcg_kind = "piece"
    sizes = sorted({article.case for article in articles})
    cases = env["uom.uom"].create(
        [
            {
                "name": f"箱({size})",
                "relative_factor": size,
                "relative_uom_id": piece.id,
                "fmcg_kind": "case",
            }
            for size in sizes
        ]
    )
    case_of = dict(zip(sizes, cases, strict=True))
    products = env["product.product"].create(
        [
            {
                "name": article.name_en,
                "default_code": article.code,
                "barcode": article.barcode,
                "type": "consu",
                "list_price": 2,
                "uom_id": piece.id,
                "uom_ids": [Command.set(case_of[article.case].ids)],
                "fmcg_spec": article.spec,
            }
            for article in articles
        ]
    )
    for product, article in zip(products, articles, strict=True):
        product.with_context(lang="zh_CN").name = article.name_zh
    return products


def make_partners(shops):
    """Make the customers."""
    return env["res.partner"].create(
        [
            {
                "name": shop.name,
                "ref": shop.code,
                "is_company": True,
                "customer_rank": 1,
                "fmcg_default_unit": "case",
                "global_location_number": shop.number,
            }
            for shop in shops
        ]
    )


def make_codes(products, partners):
    """Make the item codes of chains."""
    chance = random.Random(trade.SEED)
    env["fmcg.product.alias"].create(
        [
            {
                "kind": "code",
                "name": f"{number:06d}",
                "product_id": chance.choice(products.ids),
                "partner_id": partners[number % 500].id,
            }
            for number in range(ALIASES)
        ]
    )


def make():
    """Make products, customers and the item codes of chains."""
    articles, shops = trade.catalogue(PRODUCTS), trade.shops(SHOPS)
    products, partners = make_products(articles), make_partners(shops)
    make_codes(products, partners)
    return articles, products, partners


def memory():
    """Return the megabytes that this process takes now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def knowing(products, partners):
    """Return rows about what the intake remembers: made, found unchanged, refreshed."""
    model, sender = env["fmcg.intake.knowledge"].sudo(), partners[:1]

    def known():
        return model._knowledge(sender)

    intake_knowledge._KNOWN.clear()
    env.invalidate_all()
    before = memory()
    built = measure.seconds(known)
    env.invalidate_all()
    grown = memory() - before
    indexed = measure.seconds(lambda: index_of(known()))
    unchanged = min(measure.seconds(known) for _turn in range(9))
    refreshed, reindexed, learnt = [], [], []
    for number in range(9):
        partners[number].phone = f"1380000{number:04d}"
        partners[number].fmcg_day_first = True
        env.cr.commit()
        refreshed.append(measure.seconds(known))
        reindexed.append(measure.seconds(lambda: index_of(known())))
        word = {"kind": "word", "name": f"learnt {number}", "product_id": products[number].id}
        env["fmcg.product.alias"].create(word | {"partner_id": partners[number].id})
        env.cr.commit()
        learnt.append(measure.seconds(lambda: index_of(known())))
    what = f"{PRODUCTS} products, {SHOPS} customers, {ALIASES} codes"
    return [
        measure.Row(f"knowledge built: {what}", round(built, 2), "s"),
        measure.Row("knowledge: memory it takes", round(grown), "MB"),
        measure.Row("index of it built", round(indexed, 2), "s"),
        measure.Row("knowledge found unchanged", round(unchanged * 1000, 1), "ms"),
        measure.Row("knowledge after a customer changed", round(sorted(refreshed)[4] * 1000, 1), "ms"),
        measure.Row("index after a customer changed", round(sorted(reindexed)[4] * 1000, 1), "ms"),
        measure.Row("knowledge and index after a word was learnt", round(sorted(learnt)[4] * 1000, 1), "ms"),
    ]


class Messages:
    """Receives and reads messages; beside it, quotations with as many lines."""

    def __init__(self, articles, products, partners):
        self.articles, self.products, self.partners = articles, products, partners
        self.queries = []

    def read(self, first, count):
        """Receive ``count`` messages and read them in one call."""
        before = env.cr.sql_log_count
        model = env["fmcg.order.request"]
        requests = model.browse()
        for number in range(first, first + count):
            words = trade.message(self.articles, LINES, number)
            requests |= model.receive("chat", words, partner_id=self.partners[number].id)
        requests.action_parse()
        env.cr.commit()
        self.queries.append((env.cr.sql_log_count - before) / count)
        if len(requests.line_ids) != count * LINES:
            raise ValueError(f"{len(requests.line_ids)} lines of {count * LINES} were read")

    def quote(self, first, count):
        """Make as many quotations as core does."""
        chance = random.Random(first)
        env["sale.order"].create(
            [
                {
                    "partner_id": self.partners[number].id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_id": product.uom_ids.id,
                                "product_uom_qty": chance.randint(1, 30),
                            }
                        )
                        for product in chance.sample(self.products, LINES)
                    ],
                }
                for number in range(first, first + count)
            ]
        )
        env.cr.commit()

    def rows(self, count, batch):
        """Return the rows for ``count`` messages in batches of a size."""
        self.queries.clear()
        turns = count // batch
        times = measure.pairs(
            lambda turn: self.read(turn * batch, batch), lambda turn: self.quote(turn * batch, batch), turns
        )
        how = f"in batches of {batch}" if batch > 1 else "one by one"
        case = f"{count} messages of {LINES} lines {how}, each"
        # The first batch also learns what the process remembers from then on.
        queries = sorted(self.queries[1:])[len(self.queries[1:]) // 2]
        return [
            measure.compared(case, times, "ms", "odoo: a quotation", 1000 / batch),
            measure.Row(f"queries for a message {how}", round(queries, 1), "queries"),
        ]


START = time.monotonic()
env["res.lang"]._activate_lang("zh_CN")
articles, products, partners = make()
env.cr.commit()
say(f"{PRODUCTS} products, {SHOPS} customers and {ALIASES} codes made")
rows = knowing(products, partners)
say("knowledge measured")
messages = Messages(articles, list(products), partners)
messages.read(0, 1)
rows += messages.rows(int(os.environ.get("FMCG_MESSAGES", MESSAGES)), BATCH)
say("messages in batches read")
rows += messages.rows(SINGLE, 1)
print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
