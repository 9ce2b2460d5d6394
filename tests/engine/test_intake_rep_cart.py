"""Carts of the order screen: keys instead of words, checked all the same."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from engine.intake import read
from engine.intake.model import Knowledge, Message, Product
from engine.intake.readers.rep_cart import RepCart

CASE, PIECE, BAG = 24, 1, 90
COLA = Product(7, "C1", ("Cola",), "", (), {"piece": (PIECE, Decimal(1)), "case": (CASE, Decimal(24))})
RICE = Product(8, "R1", ("Rice",), "", (), {"piece": (BAG, Decimal(1))}, fraction=True)
KNOWN = Knowledge((COLA, RICE))


def cart(*lines, channel="rep", **values):
    held = {
        "cart": 1,
        "lines": [dict(zip(("product", "unit", "quantity"), line, strict=True)) for line in lines],
    }
    text = json.dumps(held | values, default=float)
    return Message(channel, text, (), dt.datetime(2026, 3, 17, tzinfo=dt.timezone.utc), customer=5)


def drafts(*lines, **values):
    return read(cart(*lines, **values), KNOWN).drafts


def test_a_cart_is_an_order_of_its_customer():
    (draft,) = drafts((7, CASE, 10), (7, PIECE, 3), (8, BAG, 1.5), date="2026-03-20", note=" Back door ")
    assert (draft.kind, draft.customer, draft.date, draft.note) == (
        "order",
        5,
        dt.date(2026, 3, 20),
        "Back door",
    )
    assert [(x.product, x.uom, x.base, x.action, x.verdict) for x in draft.lines] == [
        (7, CASE, 240, "add", "ok"),
        (7, PIECE, 3, "add", "ok"),
        (8, BAG, Decimal("1.5"), "add", "ok"),
    ]


def test_a_cart_with_an_order_changes_it_in_the_units_said():
    (draft,) = drafts((7, CASE, 2), (8, BAG, 0), (7, PIECE, 3), order=31)
    assert (draft.kind, draft.target) == ("amend", 31)
    assert [(x.product, x.action, x.base) for x in draft.lines] == [(7, "set", 51), (8, "remove", 0)]
    assert draft.lines[0].parts == ((CASE, 2), (PIECE, 3))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ((9, CASE, 1), "unknown_product"),
        ((None, CASE, 1), "unknown_product"),
        ((True, CASE, 1), "unknown_product"),
        ((7, 99, 1), "unit_not_sold"),
        ((7, None, 1), "unit_not_sold"),
        ((7, CASE, 0), "bad_quantity"),
        ((7, CASE, -1), "bad_quantity"),
        ((7, CASE, "3"), "bad_quantity"),
        ((7, CASE, None), "bad_quantity"),
        ((7, CASE, True), "bad_quantity"),
        ((7, CASE, 10**7), "bad_quantity"),
        ((8, BAG, 0.00001), "bad_quantity"),
        ((7, CASE, 0.5), "half_unit"),
    ],
)
def test_a_line_that_cannot_stand_says_why(line, code):
    (draft,) = drafts((7, CASE, 1), line)
    assert draft.lines[0].verdict == "ok"
    assert (draft.lines[1].verdict, draft.lines[1].question.code) == ("block", code)


def test_the_words_of_a_customer_are_no_cart():
    message = cart((7, CASE, 10), channel="chat", order=31)
    assert all(draft.kind != "amend" for draft in read(message, KNOWN).drafts)


@pytest.mark.parametrize(
    "text", ['{"cart": 1}', '{"cart": 2, "lines": []}', '{"cart": 1, "lines": [1]}', "{", "[]"]
)
def test_what_is_no_cart_is_read_like_any_text(text):
    message = Message("rep", text, (), dt.datetime(2026, 3, 17, tzinfo=dt.timezone.utc))
    assert not any(draft.lines and draft.lines[0].verdict == "ok" for draft in read(message, KNOWN).drafts)


def test_too_many_lines_are_refused():
    assert read(cart(*[(7, CASE, 1)] * 2001), KNOWN).unread.code == "file_too_long"


def test_a_bad_date_is_none():
    assert drafts((7, CASE, 1), date="31.2.2026")[0].date is None


@pytest.mark.parametrize(
    ("gifts", "found"),
    [
        ({"4": 7, "5": 8}, {"4": 7, "5": 8}),
        ({"p4": 7, "4": 8}, {"p4": 7, "4": 8}),
        ({"pp4": 7, "p": 7, "p-4": 7, "4p": 7, "４": 7, "": 7, "9" * 40: 7}, {}),
        ({"4": None, "5": True, "x": 7, "6": "7", "7": -1}, {}),
        ([4, 7], {}),
        ("4", {}),
        (None, {}),
    ],
)
def test_the_gifts_that_were_chosen_are_keys(gifts, found):
    assert RepCart().gifts(cart((7, CASE, 1), gifts=gifts).text) == found
    assert RepCart().gifts("Ten cases of cola") == {}
