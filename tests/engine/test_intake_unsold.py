"""What a customer names plainly and the company does not sell is asked about, and never swapped."""

import os
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import intake_gold
import pytest
from engine.intake import read
from engine.intake.model import Message

OWN = Path(__file__).resolve().parents[1] / "gold"
ALL = tuple(sorted(each.name for each in OWN.iterdir() if each.name != "small"))
FEW = ("drinks", "pantry", "household", "general", "kitchen", "harbor", "dairy", "lantern")
SETS = ALL if os.environ.get("FMCG_FULL") else FEW
# of the lines whose words alone single out a product, how many may become another one when it is not sold;
# most of those left name what is truly ambiguous then: plain yoghurt where only the sugar free is left
MOST_SWAPPED = 0.029


@lru_cache
def gold(name: str) -> intake_gold.Gold:
    return intake_gold.Gold(OWN / name)


def without(company: intake_gold.Gold, code: str):
    """The company's knowledge as if it had never sold the article with this code."""
    key, known = company.key_of[code], company.knowledge

    def stripped(order):
        return replace(order, lines=tuple(x for x in order.lines if x.product != key))

    return replace(
        known,
        prepared={},
        products=tuple(p for p in known.products if p.key != key),
        customers=tuple(
            replace(c, codes={word: held for word, held in c.codes.items() if held != key})
            for c in known.customers
        ),
        promotions=tuple(p for p in known.promotions if p.product != key),
        open_orders=tuple(map(stripped, known.open_orders)),
        habits={customer: held - {key} for customer, held in known.habits.items()},
    )


@pytest.mark.parametrize(
    ("name", "code", "customer", "text"),
    [
        ("drinks", "BE03", "K08", "7 cases of the 330 bottles of Capeview Lager"),
        ("drinks", "RN01", "K03", "酸辣米粉桶的5箱"),
        ("drinks", "WI01", "K09", "2 cs dry red"),
        ("drinks", "WA01", "K06", "小瓶矿泉水12箱"),
        ("pantry", "NB12", "K01", "红烧牛肉桶面8箱"),
        ("pantry", "TW", "K05", "6 cases of the tuna in spring water"),
        ("household", "G02", "HK10", "4 cases large bin bags"),
        ("household", "K03", "HK05", "大桶洗洁精8件"),
        ("general", "C01", "G15", "三合一咖啡 4箱"),
        ("general", "Y01", "G04", "湿巾一箱(80抽那种)"),
        ("general", "K01", "G10", "小瓶洗洁精2箱"),
        ("kitchen", "KS02", "C07", "退2盒白虾，到店都化冻了，30/40的"),
        ("kitchen", "KR01", "C01", "料理包(宫保)  3提"),
        ("kitchen", "KI01", "C10", "香草冰淇淋4桶"),
        ("harbor", "M01", "K07", "6 cs milk 250ml"),
        ("harbor", "S01", "K07", "3 cartons Bluecape Cola can 330ml"),
        ("harbor", "W03", "K07", "桶装水6桶"),
        ("dairy", "D101", "K01", "原味酸奶100g 6箱"),
    ],
)
def test_another_size_kind_or_container_is_asked_about(name, code, customer, text):
    company = gold(name)
    received = datetime.fromisoformat(company.messages[0]["received_at"])
    message = Message("chat", text, (), received, company.customer_key[customer])
    told = [x for d in read(message, company.knowledge).drafts for x in d.lines]
    assert [(company.code_of.get(x.product), x.verdict) for x in told] == [(code, "ok")]
    left = [x for d in read(message, without(company, code)).drafts for x in d.lines]
    assert left and all(x.verdict != "ok" for x in left)


def test_few_lines_become_another_product_when_their_own_is_gone():
    told = [swapped for name in SETS for swapped in swaps(name)]
    assert len(told) > 1000
    assert sum(told) / len(told) <= MOST_SWAPPED


def swaps(name: str):
    """Yield for each line that words alone single out whether another product is accepted in its place."""
    company = intake_gold.Gold(OWN / name)
    known, orders = company.knowledge, company.orders
    for code, rows in plainly_named(company).items():
        company.knowledge = replace(without(gold(name), code), habits=known.habits)
        company.orders = company.knowledge.open_orders
        for row, wanted in rows:
            accepted = {x["product"] for x in lines(company.predict(row)) if x["verdict"] == "ok"}
            yield bool(accepted - wanted)
    company.knowledge, company.orders = known, orders


def plainly_named(company: intake_gold.Gold) -> dict:
    """The messages of each product that is found in them without a look at what the customer buys."""
    stranger = intake_gold.Gold(OWN / company.set.folder.name)
    stranger.knowledge = replace(stranger.knowledge, habits={}, open_orders=())
    stranger.orders = ()
    found = defaultdict(list)
    for row in company.messages:
        if row.get("file") or row["expect"]["kind"] != "order":
            continue
        wanted = {x["product"] for o in row["expect"]["orders"] for x in o["lines"] if x["verdict"] == "ok"}
        read_so = {x["product"] for x in lines(stranger.predict(row)) if x["verdict"] == "ok"}
        for code in wanted & read_so:
            found[code].append((row, wanted))
    return found


def lines(predicted: dict) -> list[dict]:
    return [x for order in predicted["orders"] for x in order["lines"]]
