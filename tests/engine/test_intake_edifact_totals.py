"""EDIFACT orders: what they state about their own quantities and money, right, wrong and hostile."""

from decimal import Decimal

import hostile_numbers
import pytest
from engine.intake.questions import render
from hypothesis import given
from hypothesis import strategies as st
from test_intake_edifact import reading

HEAD = (
    "UNB+UNOC:3+1+2+260317:0915+R1'UNH+1+{kind}:D:96A:UN:EAN008'BGM+220+{ref}+{function}'"
    "DTM+2:20260319:102'NAD+BY+2900000000018::9'"
)
COLA = "LIN+1++2000000000001:EN'IMD+F++:::COLA'QTY+21:480:PCE'"
TEA = "LIN+2'PIA+5+B1:SA'QTY+21:12:CT'"


def moa(**amounts):
    return "".join(f"MOA+{code[1:]}:{amount}'" for code, amount in amounts.items())


def ordered(cola="", tea="", summary="", head="", **said):
    """An order for cola and tea with further segments in its lines, its head and its summary."""
    said = {"kind": "ORDERS", "ref": "PO2", "function": "9", **said}
    text = HEAD.format(**said) + head + COLA + cola + TEA + tea + "UNS+S'" + summary
    message = text[text.index("UNH") :]
    return (text + f"UNT+{message.replace(chr(63) + chr(39), '').count(chr(39)) + 1}+1'UNZ+1+R1'").encode()


def told(*args, **said):
    """The question about an order: its code, what was found and what the document says; None without one."""
    draft = reading(ordered(*args, **said)).drafts[0]
    if draft.question is None:
        return None
    assert {x.verdict for x in draft.lines} == {"ask"} and render(draft.question)
    return (draft.question.code, *(str(draft.question.values[name]) for name in ("found", "claimed")))


PRICED = ("PRI+AAA:2.00'", "PRI+AAA:30.00'")  # 960.00 and 360.00


@pytest.mark.parametrize(
    ("summary", "question"),
    [
        ("CNT+2:2'CNT+1:492'", None),
        ("CNT+1:492.000'", None),
        ("CNT+1:490'", ("total_conflict", "492", "490")),
        ("CNT+1:NaN'", ("total_conflict", "492", "NaN")),
        ("CNT+1'", ("total_conflict", "492", "")),
        ("CNT+1:" + "9" * 400 + "'", ("total_conflict", "492", "9" * 40)),
        ("CNT+2:-2'", ("total_conflict", "2", "-2")),
        # packages, weights: not read here
        ("CNT+11:7'CNT+7:1e999'", None),
    ],
)
def test_control_counts(summary, question):
    assert told(summary=summary) == question


def test_the_count_of_quantities_may_count_those_that_are_not_ordered():
    assert told("QTY+59:24'", "", "CNT+1:492'") is None
    assert told("QTY+59:24'", "", "CNT+1:516'") is None
    assert told("QTY+59:24'", "", "CNT+1:500'") == ("total_conflict", "492", "500")


@pytest.mark.parametrize(
    ("amounts", "question"),
    [
        ({}, None),
        ({"_79": "1320.00"}, None),
        ({"_79": "1320,00"}, None),
        ({"_79": "1320.01"}, None),
        ({"_79": "1320.02"}, ("total_conflict", "1320.00", "1320.02")),
        ({"_79": "-1320"}, ("total_conflict", "1320.00", "-1320")),
        ({"_86": "1320"}, None),
        ({"_86": "1300"}, ("payable_conflict", "1320.00", "1300")),
        ({"_128": "1300"}, ("payable_conflict", "1320.00", "1300")),
        ({"_79": "1320", "_259": "400", "_260": "20", "_86": "1700"}, None),
        (
            {"_79": "1320", "_259": "400", "_260": "20", "_86": "1320"},
            ("payable_conflict", "1700.00", "1320"),
        ),
        ({"_79": "1320", "_259": "400", "_260": "20", "_128": "1320"}, None),
        ({"_79": "1320", "_131": "-20", "_86": "1300"}, None),
        ({"_86": "1570.80", "_176": "250.80"}, None),
        ({"_86": "1320", "_176": "250.80"}, None),
        ({"_86": "1570.80", "_124": "250.80"}, None),
        ({"_86": "1570.80", "_124": "250"}, ("payable_conflict", "1570.00", "1570.80")),
    ],
)
def test_amounts_of_the_message(amounts, question):
    assert told(*PRICED, moa(**amounts)) == question
    assert told(moa(_203="960"), moa(_203="360.00"), moa(**amounts)) == question


def test_amounts_that_nothing_can_be_compared_with_are_accepted():
    assert told(summary=moa(_79="5", _86="5")) is None
    assert told(PRICED[0], "", moa(_79="5")) is None
    assert told(summary=moa(_79="5", _86="7")) == ("payable_conflict", "5.00", "7")


@pytest.mark.parametrize(
    ("cola", "question"),
    [
        ("PRI+AAA:2.00'MOA+203:960.00'", None),
        ("PRI+AAA:2.00'MOA+203:1960'", ("amount_conflict", "960.00", "1960")),
        ("PRI+AAA:200:::100'MOA+203:960'", None),
        ("PRI+AAA:200:::100'MOA+203:96000'", ("amount_conflict", "960.00", "96000")),
        ("PRI+AAA:2:::0'MOA+203:960'", None),
        # the price of a case cannot be compared with pieces, another word for pieces can
        ("PRI+AAA:48::::CT'MOA+203:960'", None),
        ("PRI+AAA:2::::EA'MOA+203:961'", ("amount_conflict", "960.00", "961")),
        # a price for information, and the net price beside the gross one
        ("PRI+AAE:7'MOA+203:960'", None),
        ("PRI+AAB:2.50'PRI+AAA:2'MOA+203:960'", None),
        ("PRI+AAB:2.50'MOA+203:960'", ("amount_conflict", "1200.00", "960")),
        ("MOA+203:960'PRI+AAB:2.50'ALC+A'MOA+204:240'", None),
        ("MOA+203:960'PRI+AAA:2.00'ALC+A'MOA+204:240'", None),
        ("MOA+203:1010'PRI+AAA:2'ALC+C'PCD+2:5'MOA+23:50'", None),
        ("MOA+203:1020'PRI+AAA:2'ALC+C'MOA+23:50'", ("amount_conflict", "1010.00", "1020")),
        ("MOA+203:864'PRI+AAB:2'ALC+A'PCD+1:10'", None),
        ("MOA+203:864'PRI+AAB:2'ALC+X'MOA+8:96'", None),
        ("MOA+203:960:EUR'PRI+AAA:3'MOA+203:1'", ("amount_conflict", "1440.00", "960")),
    ],
)
def test_the_amount_of_a_line(cola, question):
    assert told(cola) == question


def test_several_wrong_lines_are_told_together():
    wrong = "PRI+AAA:2.00'MOA+203:1'", "PRI+AAA:30.00'MOA+203:2'"
    assert told(*wrong) == ("amount_conflict", "960.00 / 360.00", "1 / 2")


@pytest.mark.parametrize(
    ("head", "summary", "question"),
    [
        ("ALC+C'MOA+23:50'", moa(_86="1370"), None),
        ("ALC+C'MOA+23:50'", moa(_86="1320"), ("payable_conflict", "1370.00", "1320")),
        ("ALC+C'MOA+23:50'ALC+A'MOA+204:20'", moa(_259="50", _260="20", _86="1350"), None),
        ("ALC+C'MOA+23:50'", moa(_259="60"), ("charge_conflict", "50.00", "60")),
        ("ALC+A'MOA+204:20'", moa(_260="-20"), ("discount_conflict", "20.00", "-20")),
        # a discount in percent alone, taxes by their rate alone
        ("ALC+A'PCD+1:10'", moa(_86="1188"), None),
        ("TAX+7+VAT+++:::19'", moa(_86="1570.80", _128="1570.80"), None),
        ("TAX+7+VAT+++:::19'", moa(_86="1300"), ("payable_conflict", "1320.00", "1300")),
        ("CUX+2:JPY:9'", moa(_79="1321"), None),
        ("CUX+2:CNY:9'", moa(_79="1321"), ("total_conflict", "1320.00", "1321")),
        ("CUX+2:CNY:9'", "MOA+79:99:EUR'", None),
    ],
)
def test_charges_taxes_and_currencies_of_the_message(head, summary, question):
    assert told(*PRICED, summary, head) == question


def test_charges_of_the_lines_may_be_among_all_charges():
    cola = "PRI+AAA:2'ALC+C'MOA+23:5'"
    assert told(cola, PRICED[1], moa(_259="55"), "ALC+C'MOA+23:50'") is None
    assert told(cola, PRICED[1], moa(_259="50"), "ALC+C'MOA+23:50'") is None


def test_taxes_of_the_lines_may_be_in_the_whole():
    taxed = [price + moa(_124=tax) for price, tax in zip(PRICED, ("182.40", "68.40"), strict=True)]
    assert told(*taxed, moa(_86="1570.80")) is None
    assert told(*taxed, moa(_86="1571")) == ("payable_conflict", "1570.80", "1571")


def test_a_change_states_the_sums_of_the_lines_it_names():
    change = {"kind": "ORDCHG", "ref": "PO1", "function": ""}
    assert told(*PRICED, moa(_79="1320"), **change) is None
    assert told(*PRICED, moa(_79="9"), **change) == ("total_conflict", "1320.00", "9")
    removed = reading(ordered(*PRICED, moa(_79="960"), **change).replace(b"LIN+2'", b"LIN+2+2'")).drafts[0]
    assert removed.question is None


def test_a_price_for_several_is_claimed_for_one():
    assert reading(ordered("PRI+AAA:200:::100'")).drafts[0].lines[0].price_claim == Decimal("2")


HOSTILE = [*hostile_numbers.HOSTILE, "1,500.00"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("segment", ["PRI+AAA:{}'", "PRI+AAA:2:::{}'", "MOA+203:{}'", "ALC+A'MOA+204:{}'"])
def test_what_is_no_amount_is_told(segment, text):
    for cola, summary in ((segment.format(text), ""), ("", moa(_86=text))):
        question = reading(ordered(cola, summary=summary)).drafts[0].question
        assert question.code == "bad_amount" and render(question)


def test_very_large_amounts_are_compared():
    most = "9" * 15 + "." + "9" * 12
    assert told(f"PRI+AAA:{most}:::0.000000000001'MOA+203:{most}'")[0] == "amount_conflict"


@given(st.lists(st.sampled_from([*HOSTILE, "0", "-3", "12.50", "1,005", ""]), min_size=5, max_size=5))
def test_no_amounts_make_reading_fail(texts):
    price, per, amount, count, whole = texts
    cola = f"PRI+AAA:{price}:::{per}'MOA+203:{amount}'"
    draft = reading(ordered(cola, summary=f"CNT+1:{count}'" + moa(_86=whole, _260=amount))).drafts[0]
    assert draft.lines[0].product == 1 and (draft.question is None or render(draft.question))
