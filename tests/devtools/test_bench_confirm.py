"""The benchmark of the confirmation: its turns are fair, its rows have known names, OCA may be absent."""

from pathlib import Path

import pytest

from benchmarks import confirm_rows, measure
from devtools import oca, proc, stamps
from devtools.config import ADDON, Paths
from devtools.instance import Instance


def took(own, odoo, oca=None):
    """Return a turn in which a batch took so long, its queries ten times as many."""
    times = {"odoo": odoo, "own": own, "plain": own, **({"oca": oca} if oca else {})}
    steps = {
        step: {name: (value, value * 10) for name, value in times.items()} for step in ("create", "confirm")
    }
    return {**steps, "review": {"own": (0.5, 40)}}


def test_those_compared_run_beside_each_other_and_each_as_often_first():
    for names in (("odoo", "own", "oca", "plain"), ("own", "plain", "odoo")):
        turns = [confirm_rows.in_turn(names, turn) for turn in range(8)]
        assert all(sorted(turn) == sorted(names) for turn in turns)
        steps = [turn.index("own") - turn.index("odoo") for turn in turns]
        assert steps == [1, -1] * 4


def test_the_rows_are_those_that_others_look_for():
    turns = [took(0.44, 0.40, 0.55)] * 4 + [took(0.42, 0.40, 0.60)] * 5
    rows = {(row.case, row.against): row for row in confirm_rows.rows(turns, 20)}
    for case in ("create", "confirm", "create without channel", "confirm without channel"):
        assert (rows[case, "odoo"].value, rows[case, "odoo"].other) == (21, 20)
        assert (rows[case, "odoo"].ratio, rows[case, "oca"].ratio) == (1.05, 0.7)
        assert rows[case, "odoo"].unit == "ms/order"
    assert rows["queries to confirm", "odoo"].value == 0.21
    assert (rows["review", ""].value, rows["review", ""].ratio) == (25, None)


def test_without_oca_there_are_rows_against_odoo_alone():
    rows = confirm_rows.rows([took(0.5, 0.4)] * 9, 20)
    assert {row.against for row in rows} == {"odoo", ""}
    assert {"create", "confirm", "review"} <= {row.case for row in rows}


def test_a_turn_is_told_in_one_line():
    assert (
        confirm_rows.in_short({"create": {"odoo": (0.2, 9), "own": (0.22, 9)}}, 2)
        == "create odoo 100 own 110"
    )


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Return a function that gives an Odoo whose pip runs lines of shell; ``$target`` is its folder."""
    for module in (oca, proc, stamps):
        monkeypatch.setattr(module, "PATHS", Paths(tmp_path))

    def make(lines):
        program = tmp_path / "python"
        program.write_text(f'#!/bin/sh\nwhile [ "$1" != --target ]; do shift; done\ntarget=$2\n{lines}\n')
        program.chmod(0o755)
        return Instance(None, program, None, tmp_path / "addons")

    return make


def unpack(*modules):
    """Return the shell's lines that make modules in the folder."""
    folders = " ".join(f"$target/odoo/addons/{module}" for module in modules)
    return f"for x in {folders}; do mkdir -p $x && touch $x/__manifest__.py; done"


def test_an_index_without_oca_is_told_plainly(index, capsys):
    assert oca.ensure(index("exit 1")) is None
    assert "does not offer them all" in capsys.readouterr().out
    assert oca.ensure(index(unpack("sale_exception"))) is None


def test_oca_stands_beside_the_addon_and_is_fetched_once(index):
    for fetch in (unpack(*oca.PEERS.modules), "exit 1"):
        addons = Path(oca.ensure(index(fetch)).addons)
        assert oca.PEERS.missing(addons) == []
        assert (addons / ADDON / "__manifest__.py").is_file()


def test_only_addons_of_odoo_19_are_asked_for():
    assert "odoo-addon-sale-tier-validation>=19.0,<20" in oca.PEERS.requirements()
    assert len(oca.PEERS.requirements()) == 6
    assert measure.PAIRS >= 9
