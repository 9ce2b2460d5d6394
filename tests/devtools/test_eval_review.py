"""The evaluation of the review: what it reads, what it plants, and that it runs the checks themselves."""

import csv
import datetime as dt
import gzip
import json
import random

import pytest
from engine.review.checks.outlier_quantity import OutlierQuantity

from devtools import cli
from devtools.review_eval import doubles, gaps, report, retail, slips
from devtools.review_eval.replay import Replay, cut

BEGIN = dt.datetime(2026, 1, 5, 9)
HEAD = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
]


def trade(weeks=40, customers=5):
    """Return the rows of customers who order the same four products week by week, a little more or less."""
    chance = random.Random(1)
    rows = []
    for week in range(weeks):
        for customer in range(customers):
            at = BEGIN + dt.timedelta(days=7 * week, hours=customer)
            for product in range(4):
                quantity = chance.choice([1, 1, 2]) * 12 * (customer + 1)
                rows.append(
                    [f"5{week:03}{customer}", f"2100{product}", "", quantity, at, 1.0, 100 + customer, ""]
                )
    return rows


def write(path, rows, head=HEAD):
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture
def orders(tmp_path):
    return retail.load(write(tmp_path / "x.csv.gz", trade()))


def test_it_prints_a_table_and_its_figures_and_is_the_same_again(tmp_path, capsys):
    path = write(tmp_path / "online_retail.csv.gz", trade())
    runs = []
    for place, seed in ((path, 7), (tmp_path, 7), (tmp_path, 8)):
        assert cli.main(["eval", "review", str(place), "--json", "--seed", str(seed)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert any(line.startswith("doubled orders found: ") for line in lines)
        figures = json.loads(lines[-1])
        assert figures.pop("seconds") > 0
        runs.append(figures)
    assert runs[0] == runs[1] != runs[2]
    first = runs[0]
    assert first["untouched"]["orders"] == 60
    assert first["untouched"]["warned"] == 0
    assert first["slips"]["ten"]["planted"] == first["slips"]["ten"]["lines"] == 240
    assert first["slips"]["ten"]["rules"][0]["recall"] == 1
    assert first["doubles"]["share"] == 1
    assert first["missing"]["hit"] == 1


def test_the_checks_themselves_are_measured(orders, monkeypatch):
    replay = Replay(orders, cut(orders, 0.7))
    measured = slips.Slips(replay, 1).measure(slips.KINDS["ten"])
    assert measured.rules[0].found == 1
    monkeypatch.setattr(OutlierQuantity, "find", lambda self, order: iter(()))
    assert slips.Slips(replay, 1).measure(slips.KINDS["ten"]).rules[0].found == 0


def test_nothing_of_the_held_out_time_is_known_before(orders):
    begin = cut(orders, 0.7)
    replay = Replay(orders, begin)
    assert sum(peers.orders for peers in replay.peers.values()) == 4 * sum(x.at <= begin for x in orders)
    for case in replay.cases:
        assert all(earlier.at < case.order.at for earlier in case.history.earlier)
        assert case.order.key not in {earlier.key for earlier in case.history.earlier}


def test_slips_are_what_they_say(orders):
    found = slips.Slips(Replay(orders, cut(orders, 0.7)), 1)
    before = {(case.order.key, product): case.order.quantities[product] for case, product in found.lines}
    for name, times in (("ten", 10), ("pack", 24), ("piece", 1 / 24)):
        planted = found.plant(slips.KINDS[name])
        assert planted
        for case, product, quantity in planted:
            pack = found.replay.pack(product)
            factor = times if name == "ten" else pack if name == "pack" else 1 / pack
            assert (
                quantity
                == case.order.quantities[product]
                == pytest.approx(before[case.order.key, product] * factor)
            )
            assert quantity.is_integer()
    assert all(len(case.earlier(product)) >= 5 for case, product in found.lines)


def test_each_rule_is_counted_at_its_false_alarms():
    rank = slips.Rank("z", [5, 9, 50], [40, 6, 5, *range(-97, 0)][:100])
    assert rank.above(5) == slips.Seen("z", 2 / 3, 0.02)
    assert rank.at(0.01) == slips.Seen("z at as many", 2 / 3, 0.01)
    assert slips.Seen("z", 0.5, 0.1).precision(10, 50) == 0.5
    assert slips.Seen("z", 0.0, 0.0).precision(10, 50) == 0


def test_a_double_comes_after_its_first_and_a_gap_was_usual(orders):
    replay = Replay(orders, cut(orders, 0.7))
    counts = doubles.measure(replay, 3)
    assert sum(planted for planted, _found in counts.values()) == len(replay.cases)
    assert all(planted for planted, _found in counts.values())
    assert gaps.measure(replay, 3).removals == len(replay.cases)


def test_lines_without_customer_returns_and_postage_are_left_out(tmp_path):
    at = str(BEGIN)
    rows = [
        ["1", "21000", "", 6, at, 1, "7", ""],
        ["1", "21000A", "", 2, at, 1, "7", ""],
        ["1", "21000", "", 4, at, 1, "7", ""],
        ["1", "POST", "", 1, at, 1, "7", ""],
        ["2", "21000", "", 5, at, 1, "", ""],
        ["C3", "21000", "", -5, at, 1, "7", ""],
    ]
    (order,) = retail.load(write(tmp_path / "x.csv.gz", rows))
    assert (order.name, order.customer, order.at) == ("1", "7", BEGIN)
    assert sorted(order.quantities.values()) == [2, 10]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.csv", None, "There are no orders at"),
        ("x.csv.gz", b"no gzip", "cannot be read as orders"),
        ("x.csv", b"A,B\n1,2\n", "lacks the columns CustomerID"),
        ("x.csv", ",".join(HEAD).encode() + b"\n1,21000,,many,2026-01-01,1,7,\n", "cannot be read as orders"),
        ("x.csv", b"\xff\xfe\x00", "cannot be read as orders"),
        ("x.csv", ",".join(HEAD).encode() + b"\n1,21000,,1,2026-01-01,1,7,\n", "too few"),
        ("", None, "There are no orders at"),
    ],
)
def test_what_is_no_set_of_orders_is_refused_in_words(tmp_path, capsys, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert cli.main(["eval", "review", str(tmp_path / name)]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.skipif(not retail.USUAL.is_dir(), reason="needs ../shared/data/orders")
def test_on_real_orders_the_review_is_as_good_as_promised(monkeypatch):
    monkeypatch.setattr(slips, "PLANTED", 400)
    monkeypatch.setattr(doubles, "PLANTED", 400)
    orders = retail.load(retail.USUAL)
    figures = report.measure(Replay(orders, cut(orders, 0.7)), 7)
    assert figures["untouched"]["share"] <= 0.02
    assert figures["doubles"]["share"] >= 0.98
    for kind in ("ten", "pack"):
        ours, z_rule = figures["slips"][kind]["rules"][:2]
        assert ours["recall"] > z_rule["recall"] and ours["precision"] > z_rule["precision"]
        assert figures["slips"][kind]["recall_at_2_percent"]["ours"] > 0.9
    assert figures["missing"]["hit"] > figures["missing"]["frequent"]
