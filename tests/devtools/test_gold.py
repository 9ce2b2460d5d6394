"""Gold sets: what their units are called, and what is said about one that is not sound."""

import shutil

import pytest

from devtools import cli, eval_intake
from devtools.config import ROOT
from devtools.gold import tables, units
from devtools.ui import DevError

SMALL = ROOT / "tests" / "gold" / "small"


@pytest.mark.parametrize(
    ("base", "packs", "kinds"),
    [
        ("罐", {"箱": 24, "提": 6}, {"罐": "piece", "提": "inner", "箱": "case"}),
        ("瓶", {"件": 12}, {"瓶": "piece", "件": "case"}),
        ("袋", {"盒": 8, "件": 40}, {"袋": "piece", "盒": "inner", "件": "case"}),
        ("piece", {"Case": 24, "pack": 4}, {"piece": "piece", "pack": "inner", "Case": "case"}),
        ("支", {"打": 12}, {"支": "piece", "打": "case"}),
        (
            "盒",
            {"板": 10, "箱": 40, "托": 1600},
            {"盒": "piece", "板": "inner", "箱": "case", "托": "pallet"},
        ),
        ("瓶", {"箱": 12, "板": 480}, {"瓶": "piece", "箱": "case", "板": "pallet"}),
        ("ea", {"板": 24, "pallet": 960}, {"ea": "piece", "板": "case", "pallet": "pallet"}),
        ("包", {"箱": 20, "件": 40}, {"包": "piece", "箱": "case", "件": "case"}),
        ("件", {"箱": 6}, {"件": "piece", "箱": "case"}),
    ],
)
def test_a_unit_gets_its_kind(base, packs, kinds):
    assert units.kinds(base, packs) == kinds


def test_a_bare_number_means_the_kind_that_the_name_mostly_has():
    catalogue = [{"罐": "piece", "件": "case"}, {"件": "piece"}, {"瓶": "piece", "件": "case"}]
    assert units.usual_kind("件", catalogue) == "case"
    assert units.usual_kind("罐", catalogue) == "piece"
    assert units.usual_kind("ctn", catalogue) == "case"
    assert units.usual_kind("", catalogue) is None


def test_a_followed_message_leaves_its_orders():
    gold = tables.load(SMALL)
    (order,) = gold.followed(gold.by_id["change"])
    assert (order["ref"], order["stage"], order["customer"]) == ("clear", "draft", "K1")
    assert [line["product"] for line in tables.goods(order)] == ["T1", "T2"]
    assert gold.followed(gold.by_id["clear"]) == []


@pytest.fixture
def copy(tmp_path):
    """A copy of the small set that may be damaged."""
    return shutil.copytree(SMALL, tmp_path / "set")


def told(folder, capsys):
    assert cli.main(["eval", "intake", str(folder)]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize("name", ["catalogue.csv", "customers.csv", "messages.jsonl", "orders.jsonl"])
def test_a_missing_file_is_named(copy, capsys, name):
    (copy / name).unlink()
    assert name in told(copy, capsys)


def test_a_folder_that_is_none_is_told(tmp_path, capsys):
    assert "is no folder" in told(tmp_path / "nowhere", capsys)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("messages.jsonl", '{"id": "half"', '{"id": ', "line 5 is no sound JSON"),
        ("messages.jsonl", '"order.csv"', '"gone.csv"', "gone.csv is missing"),
        ("messages.jsonl", '"customer": "K2", "received_at"', '"customer": "K9", "received_at"', "K9"),
        ("messages.jsonl", '"channel": "sheet", ', "", "has no channel"),
        ("orders.jsonl", '"stage": "shipped"', '"stage": "lost"', "lost is none of the stages"),
        ("orders.jsonl", '"product": "T2"', '"product": "T8"', "T8 is in no table"),
        ("customers.csv", '""R-7"": ""T2""', '""R-7"": ""T3""', "T3 is in no table"),
        ("catalogue.csv", "base_unit", "base", "has no column base_unit"),
    ],
)
def test_what_is_not_sound_is_told_in_one_line(copy, capsys, name, old, new, words):
    text = (copy / name).read_text(encoding="utf-8")
    assert old in text
    (copy / name).write_text(text.replace(old, new), encoding="utf-8")
    assert words in told(copy, capsys)


def test_a_set_without_its_scores_is_told(copy, capsys):
    (copy / "score.py").unlink()
    assert "has no score.py" in told(copy, capsys)


def test_the_script_may_stand_beside_the_set(copy):
    (copy / "score.py").rename(copy.parent / "score.py")
    assert eval_intake.scorer(copy) == copy.parent / "score.py"
    (copy.parent / "score.py").unlink()
    with pytest.raises(DevError, match="score.py"):
        eval_intake.scorer(copy)


def test_predictions_need_a_folder_that_exists(capsys, tmp_path):
    assert cli.main(["eval", "intake", str(SMALL), "--predictions", str(tmp_path / "no" / "p")]) == 1
    assert "is no folder" in capsys.readouterr().err
