"""Offers in words: their terms are no amounts where an amount is said as well, and free goods are counted."""

import pytest
from phrasing_shop import said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("滋养护发素买5送1那个活动,给我来5箱+1箱", "5箱CON free:1箱CON"),
        ("滋养护发素买5送1,给我来10箱", "10箱CON free:2箱CON"),
        ("滋养护发素买5送1,要2箱", "2箱CON"),
        ("滋养护发素买5送1 雪碧3箱", "5箱CON free:1箱CON 3箱SPRITE"),
        ("conditioner buy 5 get 1: take 10 cases paid, 2 FOC", "10箱CON free:2箱CON"),
        ("conditioner buy 5 get 1: 5 cases", "5箱CON free:1箱CON"),
        ("conditioner, buy 5 get 1 free, send 10 cases and 2 free", "10箱CON free:2箱CON"),
        ("conditioner offer: 5 cases + 1 free please", "5箱CON free:1箱CON"),
        ("conditioner, 5 cases free", "?free:5箱CON"),
        ("雪碧5箱,滋养护发素10箱,你们不是5送1嘛,把送的一起带来", "5箱SPRITE 10箱CON free:2箱CON"),
        ("滋养护发素10箱，你们11月不是10送2嘛，那2箱记得配上", "10箱CON free:2箱CON"),
        ("conditioner, buy 5 get 1 free right? 5 cases + 1 case FOC then", "5箱CON free:1箱CON"),
        ("可乐330ml买5送1,要5箱", "5箱COLA ?free:1箱COLA"),
    ],
)
def test_the_terms_of_an_offer_are_told_from_what_is_ordered(text, lines):
    assert " ".join(said(text)) == lines
