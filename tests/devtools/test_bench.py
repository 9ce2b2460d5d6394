"""Benchmarks: the made-up trade is the same on every run, and what is printed can be read by programs."""

import json

import pytest

from benchmarks import measure, trade
from devtools import bench, cli, machine
from devtools.chromium import PageError, browser
from devtools.screen_bench import drive
from devtools.screen_bench.doors import Measured, count_queries
from devtools.screen_bench.hands import Hands, one
from devtools.screen_bench.jobs import CHANGE, NEW, REPEAT, TASKS, job


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
    assert cli.main(["bench", bench.NOT_BUILT[0]]) == 2
    assert "is not built yet" in capsys.readouterr().err


LOG = """
2026-11-29 INFO db werkzeug: 127.0.0.1 - - [29/Nov] "GET /fmcg/order HTTP/1.1" 200 - 19 0.128 0.064
2026-11-29 INFO db odoo.registry: 12 0.1 0.2
2026-11-29 INFO db werkzeug: 127.0.0.1 - - [29/Nov] "GET /websocket?version=1 HTTP/1.1" 101 - 7 0.1 0.1
2026-11-29 INFO db werkzeug: 127.0.0.1 - - [29/Nov] "POST /web/dataset/call_kw/x HTTP/1.1" 200 - 5 0.1 0.1
"""


def test_the_queries_of_a_task_are_those_of_its_requests():
    assert count_queries(LOG) == 24
    assert count_queries("") == 0


def test_an_order_that_is_entered_has_ten_lines_and_a_changed_one_two_other_amounts():
    usual = [{"id": n, "code": f"P{n}", "size": 24, "quantity": 3} for n in range(16)]
    jobs = {task: job(task, [{"id": 1, "ref": "C1", "usual": usual}], 0) for task in TASKS}
    assert [len(each.lines) for each in jobs.values()] == [10, 10, 10]
    assert {line.quantity for line in jobs[REPEAT].lines} == {3}
    assert 3 not in {line.quantity for line in jobs[NEW].lines}
    other = [line for line in jobs[CHANGE].lines if line.quantity != 3]
    assert tuple(other) == jobs[CHANGE].changed and len(other) == 2
    assert jobs[REPEAT].lines[0].pieces == 72


def test_the_way_with_the_fewest_taps_and_keys_counts():
    short, long = Measured(20, 9, 4.0, 7, 300), Measured(5, 100, 2.0, 8, 200)
    assert drive.best({"a": long, "b": short}) is short
    assert drive.typical((short, long, short)) == short
    rows = {row.case: row for row in drive.compare("x", short, long, "odoo")}
    assert (rows["x: taps"].value, rows["x: taps"].other, rows["x: taps"].ratio) == (20, 5, 4)
    assert (rows["x: taps and keys"].value, rows["x: taps and keys"].other) == (29, 105)
    none = drive.compare("x", short, Measured(0, 1, 1.0, 1, 1), "odoo")
    assert none[0].ratio is None


# A button that does what it does after a while, a box far below it, and one that nothing leads to.
PAGE = """data:text/html,<meta name=viewport content=width=device-width>
<button onclick="setTimeout(() => (document.title = 'done'), 200)">go</button>
<div style="height:3000px"></div><input>"""


@pytest.mark.skipif(not machine.browser(), reason="needs Chromium")
@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_hands_count_taps_keys_swipes_and_the_seconds_until_the_effect(kind):
    with browser(machine.browser(), Hands) as hands:
        hands.hold(kind)
        hands.go(PAGE, "document.querySelector('input')")
        hands.begin()
        hands.tap(one("button"), "document.title === 'done'")
        assert (hands.taps, hands.keys) == (1, 0)
        assert 0.2 <= hands.seconds < 2
        hands.tap(one("input"), "document.activeElement.tagName === 'INPUT'")
        assert hands.taps > 2, "what is out of sight is reached by swipes, which count"
        hands.type("3c", "document.activeElement.value === '3c'")
        assert hands.keys == 2
        with pytest.raises(PageError, match="never"):
            hands.press("Enter", until="'never' === 0", longest=0.3)
