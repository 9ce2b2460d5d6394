"""Benchmarks: the made-up trade is the same on every run, and what is printed can be read by programs."""

import json

import pytest

from benchmarks import measure, trade
from devtools import bench, cli


def test_the_catalogue_is_the_same_on_every_run_and_grows_at_its_end():
    small, large = trade.catalogue(500), trade.catalogue(1500)
    assert large[:500] == small == trade.catalogue(500)
    for name in ("code", "name_zh", "name_en", "barcode"):
        assert len({getattr(article, name) for article in trade.catalogue(15_000)}) == 15_000, name


def test_each_shop_has_a_name_and_a_number_of_its_own():
    shops = trade.shops(20_000)
    assert len({shop.name for shop in shops}) == len({shop.number for shop in shops}) == 20_000


def test_a_message_names_as_many_products_as_it_has_lines():
    articles = trade.catalogue(100)
    words = trade.message(articles, 20, 1)
    assert words == trade.message(articles, 20, 1) != trade.message(articles, 20, 2)
    assert len(words.splitlines()) == 20
    assert all(any(a.name_zh in line or a.name_en in line for a in articles) for line in words.splitlines())


def test_pairs_run_in_turn_and_are_compared_pair_by_pair():
    order = []
    times = measure.pairs(lambda n: order.append(("a", n)), lambda n: order.append(("b", n)), 9)
    assert order[:4] == [("a", 0), ("b", 0), ("b", 1), ("a", 1)]
    assert len(times) == 9
    with pytest.raises(ValueError, match="too few"):
        measure.pairs(print, print, 8)
    row = measure.compared("x", [(2, 1), (9, 3), (4, 1)], "ms", "odoo", 10)
    assert (row.value, row.other, row.ratio) == (40, 10, 3)


def test_the_table_and_the_last_line_say_the_same(monkeypatch, capsys):
    row = measure.Row("reading", 12.5, "ms", "odoo", 25.0, 0.5).as_json()
    monkeypatch.setitem(bench.BENCHMARKS, "intake", lambda: [row])
    assert cli.main(["bench", "intake", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == list(bench.COLUMNS)
    assert lines[1].split() == ["reading", "12.5", "ms", "odoo", "25.0", "0.5"]
    assert json.loads(lines[-1]) == {"bench": "intake", "rows": [row]}


def test_an_unknown_benchmark_is_refused(capsys):
    assert cli.main(["bench", "nonsense"]) == 2
    assert "is no benchmark" in capsys.readouterr().err
