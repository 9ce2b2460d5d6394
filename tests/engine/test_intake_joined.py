"""Two messages in one: what is read surely of each alone means the same when they are sent in one breath."""

import random
import re
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import intake_gold
import pytest
from engine.intake import read
from engine.intake.model import Message

OWN = Path(__file__).resolve().parents[1] / "gold"
SETS = ("dairy", "corner", "garden", "summit", "lantern", "delta", "quarry", "lagoon")
JOINTS = {
    True: ("，", " ", "。", "；", "，另外", "，还有", " 再来"),
    False: (", ", ". ", " and ", " plus ", "; ", ", also "),
}
PAIRS = 40
HAN = re.compile("[\u4e00-\u9fff]")


class Shop:
    """The messages of one gold set that are short orders with nothing to ask, read without open orders."""

    def __init__(self, name: str):
        self.gold = intake_gold.Gold(OWN / name)
        done = tuple(o for o in self.gold.knowledge.open_orders if o.stage == "done")
        self.knowledge = replace(self.gold.knowledge, open_orders=done)
        self.rows = [row for row in self.gold.messages if self._plain(row)]

    @staticmethod
    def _plain(row: dict) -> bool:
        text, expect = row["text"] or "", row["expect"]
        lines = [line for order in expect["orders"] for line in order["lines"]]
        short = 0 < len(text) < 60 and "\n" not in text and not row["file"] and not row["follows"]
        return short and expect["kind"] == "order" and all(line["verdict"] == "ok" for line in lines)

    def lines(self, text: str, row: dict) -> list:
        """(action, product, base, verdict) of what a text means from the customer of a row; none if asked."""
        customer, moment = self.gold.customer_key.get(row["customer"]), row["received_at"]
        message = Message("chat", text, (), datetime.fromisoformat(moment), customer, None)
        drafts = read(message, self.knowledge).drafts
        if customer is None or len(drafts) != 1 or drafts[0].question or drafts[0].date_question:
            return []
        return [(x.action, x.product, x.base, x.verdict) for x in drafts[0].lines]

    def pairs(self, chance: random.Random, han: bool):
        """Yield (both texts joined, what both mean) without end; the goods of the two differ."""
        rows = [row for row in self.rows if bool(HAN.search(row["text"])) == han]
        for _try in range(PAIRS * 10):
            row, other = chance.sample(rows, 2)
            first, second = self.lines(row["text"], row), self.lines(other["text"], row)
            sure = first and second and all(x[3] == "ok" for x in first + second)
            if sure and not {x[1] for x in first} & {x[1] for x in second}:
                text = row["text"].rstrip("。.!！~ ") + chance.choice(JOINTS[han]) + other["text"]
                yield text, {x[:3] for x in first + second}, self.lines(text, row)


@pytest.mark.parametrize("han", [True, False], ids=["Chinese", "English"])
def test_two_messages_in_one_are_never_read_as_something_else(han):
    chance, told, wrong = random.Random(7), 0, []
    for shop in map(Shop, SETS):
        for text, meant, found in islice(shop.pairs(chance, han), PAIRS):
            told += 1
            wrong += [text] if {x[:3] for x in found if x[3] == "ok"} - meant else []
    # as usual behind goods, and dozens of it: nobody can be sure of all of them
    assert told > 200 and len(wrong) <= 0.01 * told, wrong
