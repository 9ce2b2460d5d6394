"""The names of a product's own units, as words of a message."""

from decimal import Decimal

import pytest
from engine.intake.unit_names import named, said


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("箱", "箱"),
        ("箱(24罐)", "箱"),
        ("箱（24罐）", "箱"),
        ("箱/24", "箱"),
        ("24罐箱", "箱"),
        ("Case of 24", "case"),
        ("Case 24", "case"),
        ("6-Pack", "pack"),
        ("Tray", "tray"),
        ("12", ""),
        ("[24]", ""),
    ],
)
def test_size_and_brackets_are_no_part_of_the_word(name, word):
    assert said(name) == word


def test_each_name_leads_to_its_own_unit():
    units = [("箱(24)", "case", 1, 24), ("Case of 24", "case", 1, 24), ("提", "inner", 2, 6)]
    found = named((name, kind, key, Decimal(size)) for name, kind, key, size in units)
    assert found == {"箱": ("case", 1, 24), "case": ("case", 1, 24), "提": ("inner", 2, 6)}


def test_a_word_for_two_units_names_neither():
    units = [("Case of 12", "case", 1, 12), ("Case of 24", "case", 2, 24), ("提", "inner", 3, 6)]
    found = named((name, kind, key, Decimal(size)) for name, kind, key, size in units)
    assert set(found) == {"提"}
