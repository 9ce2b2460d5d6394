"""German, Spanish, Portuguese, Italian, Malay and Dutch: each is read by its file of words."""

from datetime import date

import pytest
from phrasing_shop import drafts, said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Guten Morgen, bitte 10 Kartons cola can und zwei Kisten sprite can. Danke", "10箱COLA 2箱SPRITE"),
        ("12 Dosen cola can, ohne sprite can", "12个COLA"),
        ("wie immer bitte", "10箱COLA 5箱SPRITE"),
        ("was kostet cola can?", ""),
        ("Hola, necesitamos 3 cajas de cola can y 2 cajas de sprite can por favor", "3箱COLA 2箱SPRITE"),
        ("lo de siempre, gracias", "10箱COLA 5箱SPRITE"),
        ("Bom dia, 4 caixas de cola can, obrigado", "4箱COLA"),
        ("Buongiorno, tre cartoni di cola can, grazie", "3箱COLA"),
        ("tolong hantar 5 kotak cola can dan 2 kotak sprite can", "5箱COLA 2箱SPRITE"),
        ("macam biasa", "10箱COLA 5箱SPRITE"),
        ("Goedemorgen, graag 10 dozijn cola can en 2 kratten sprite can, bedankt", "120个COLA 2箱SPRITE"),
        ("drie kartons cola can, geen sprite can", "3箱COLA"),
        ("zoals altijd graag", "10箱COLA 5箱SPRITE"),
        ("wat kost cola can?", ""),
    ],
)
def test_an_order_in_another_language(text, lines):
    assert " ".join(said(text)) == lines


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 Kartons cola can, Lieferung übermorgen", 18),
        ("Guten Morgen, 2 Kartons cola can für Montag", 21),
        ("2 cajas de cola can para mañana", 17),
        ("2 caixas de cola can amanhã", 17),
        ("2 cartoni cola can per venerdì", 18),
        ("2 kotak cola can, esok pagi", 17),
        ("2 kratten cola can, levering overmorgen", 18),
        ("2 kratten cola can voor vrijdag", 18),
        ("2 Kartons cola can bis 5. Oktober", 5),
        ("2 cajas de cola can para el 5 de octubre", 5),
        ("2 cartons de cola can, livraison le 20/9", 20),
    ],
)
def test_a_day_in_another_language(text, day):
    assert [draft.date for draft in drafts(text)] == [date(2026, 9 if day > 9 else 10, day)]
