"""French, the third language: one file of words makes its messages orders like any other."""

from datetime import date

import pytest
from phrasing_shop import drafts, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Bonjour, 10 cartons de cola can et 5 cartons de sprite can svp. Merci", "10箱COLA 5箱SPRITE"),
        ("deux cartons de sprite can, pas de cola can", "2箱SPRITE"),
        ("3 cartons de cola can et une douzaine de sprite can", "3箱COLA 12个SPRITE"),
        ("12 canettes de cola can", "12个COLA"),
        ("comme d'habitude svp", "10箱COLA 5箱SPRITE"),
        ("environ 5 cartons de cola can", "?5箱COLA"),
        ("reprendre 2 cartons de sprite can", "return:2箱SPRITE"),
        ("combien coûte le cola can ?", ""),
    ],
)
def test_an_order_in_french(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    ("when", "day"), [("demain", 17), ("après-demain", 18), ("lundi", 21), ("le 20 septembre", 20)]
)
def test_a_day_in_french(when, day):
    found = drafts(f"2 cartons de cola can, livraison {when}")
    assert [draft.date for draft in found] == [date(2026, 9, day)]
