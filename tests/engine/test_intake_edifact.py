"""EDIFACT ORDERS: units, releases, functions, control counts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from engine.intake import read
from engine.intake.model import Customer, File, Knowledge, OpenOrder, OrderedLine, Question
from engine.intake.questions import render
from hypothesis import given
from hypothesis import strategies as st
from test_intake_text import NOW, PRODUCTS, message

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "edi" / "edifact"
BUYER = Customer(9, "CU09", "Chain", ("2900000000018",), codes={"778-01": 1})
ORDER = OpenOrder(
    80,
    "SO-80",
    9,
    NOW,
    "approved",
    customer_ref="PO1",
    lines=(OrderedLine(1, Decimal(20), "case"), OrderedLine(6, Decimal(10), "case")),
)
KNOWLEDGE = Knowledge(PRODUCTS, (BUYER,), (ORDER,))
HEAD = (
    "UNB+UNOC:3+1+2+260317:0915+R1'UNH+1+ORDERS:D:96A:UN:EAN008'BGM+220+{ref}+{function}'"
    "DTM+2:20260319:102'NAD+BY+2900000000018::9'"
)
LINES = (
    "LIN+1++2000000000001:EN'IMD+F++:::COLA ?+ CAN?''QTY+21:480:PCE'PRI+AAA:2.00'"
    "LIN+2'PIA+5+B1:SA'QTY+21:12:CT'"
)
TAIL = "UNS+S'CNT+2:{lines}'UNT+{count}+1'UNZ+1+R1'"


def order(function="9", ref="PO2", body=LINES, lines=2, count=14):
    return (HEAD.format(ref=ref, function=function) + body + TAIL.format(lines=lines, count=count)).encode()


def reading(data):
    return read(message("", None, None, (File("o.edi", "", data),)), KNOWLEDGE)


def bases(draft):
    return [(x.product, x.base, x.action, x.verdict) for x in draft.lines]


def test_original_order():
    draft = reading(order()).drafts[0]
    assert (draft.kind, draft.customer, draft.date, draft.customer_ref) == (
        "order",
        9,
        date(2026, 3, 19),
        "PO2",
    )
    assert bases(draft) == [(1, 480, "add", "ok"), (4, 288, "add", "ok")]
    text = order().decode()
    assert all(text[slice(*x.span)] == x.source for x in draft.lines)
    assert draft.lines[0].source.startswith("LIN+1") and draft.lines[0].price_claim == Decimal("2.00")


def test_una_with_decimal_comma():
    body = LINES.replace("480:PCE", "1,5:CT")
    draft = reading(b"UNA:+,? '" + order(body=body)).drafts[0]
    assert bases(draft)[0] == (1, 36, "add", "ok")


def test_unknown_article_is_blocked_alone():
    draft = reading(order(body=LINES.replace("2000000000001", "2099999999999"))).drafts[0]
    assert [x.verdict for x in draft.lines] == ["block", "ok"]


@pytest.mark.parametrize(("lines", "count"), [(3, 14), (2, 15), ("", 14), (2, "x")])
def test_wrong_counts_are_asked(lines, count):
    draft = reading(order(lines=lines, count=count)).drafts[0]
    assert draft.question.code == "total_conflict" and {x.verdict for x in draft.lines} == {"ask"}


SECOND = (
    "UNH+2+ORDERS:D:96A:UN'BGM+220+PO3+9'NAD+BY+2900000000018::9'LIN+1++2000000000001:EN'QTY+21:5:CT'UNT+6+2'"
)


def enveloped(body="", opened="R1", closed="R1", count="1", start=""):
    """The usual order, and what else is in its interchange, inside the segments given."""
    order_text = order().decode().replace("0915+R1'", f"0915+{opened}'{start}")
    return order_text.replace("UNZ+1+R1'", f"{body}UNZ+{count}+{closed}'").encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (enveloped(SECOND, count="3"), ("parts_missing", {"found": 2, "claimed": "3"})),
        (enveloped(count="0"), ("parts_missing", {"found": 1, "claimed": "0"})),
        (enveloped(count=""), ("parts_missing", {"found": 1, "claimed": "-"})),
        (enveloped(count="NaN"), ("parts_missing", {"found": 1, "claimed": "NaN"})),
        (enveloped(count="9" * 400), ("parts_missing", {"found": 1, "claimed": "9" * 40})),
        (enveloped(closed="R2"), ("ends_differently", {"opened": "R1", "closed": "R2"})),
        (order().replace(b"UNT+14+1'", b"UNT+14+7'"), ("ends_differently", {"opened": "1", "closed": "7"})),
        (order().replace(b"UNT+14+1'", b""), ("cut_off", {})),
        (order().split(b"QTY+21:12")[0], ("cut_off", {})),
        (order().replace(b"UNT+14+1'", b"UNT+14+1'LIN+3++2000000000006:EN'QTY+21:5:CT'"), ("cut_off", {})),
        (order().replace(b"UNS+S'", b"UNS+S'LIN+3++2000000000006:EN'QTY+21:5:CT'"), ("cut_off", {})),
        (
            enveloped("UNE+2+G1'", start="UNG+ORDERS+1+2+260317:0915+G1'"),
            ("parts_missing", {"found": 1, "claimed": "2"}),
        ),
        (
            enveloped("UNE+1+G2'", start="UNG+ORDERS+1+2+260317:0915+G1'"),
            ("ends_differently", {"opened": "G1", "closed": "G2"}),
        ),
        (enveloped(start="UNG+ORDERS+1+2+260317:0915+G1'"), ("cut_off", {})),
    ],
)
def test_what_did_not_arrive_whole_is_refused_with_its_reason_and_its_lines(data, reason):
    drafts = reading(data).drafts
    assert [d.question for d in drafts] == [Question(*reason)] * len(drafts)
    assert {x.verdict for d in drafts for x in d.lines} == {"block"}
    assert drafts[0].lines[0].product == 1 and render(drafts[0].question)


@pytest.mark.parametrize(
    "data",
    [
        enveloped(SECOND, count="2"),
        enveloped(count="01"),
        order().replace(b"UNZ+1+R1'", b""),
        order().replace(b"UNZ+1+R1'", b"UNZ+1'"),
        order()[order().index(b"UNH") :],
        order() + order(ref="PO3"),
        # where there are groups, the interchange counts groups
        enveloped(SECOND + "UNE+2+G1'", start="UNG+ORDERS+1+2+260317:0915+G1'"),
        enveloped(
            "UNE+1+G1'UNG+ORDERS+1+2+260317:0915+G2'" + SECOND + "UNE+1+G2'",
            start="UNG+ORDERS+1+2+260317:0915+G1'",
            count="2",
        ),
    ],
)
def test_what_arrived_whole_is_accepted(data):
    drafts = reading(data).drafts
    assert [d.question for d in drafts] == [None] * len(drafts) and drafts[0].lines[0].verdict == "ok"


def test_cancel_change_replace():
    assert (reading(order("1", "PO1")).drafts[0].kind, reading(order("1", "PO1")).drafts[0].target) == (
        "cancel",
        80,
    )
    change = reading(order("4", "PO1")).drafts[0]
    assert (change.kind, bases(change)[0]) == ("amend", (1, 480, "set", "ok"))
    replace = reading(order("5", "PO1")).drafts[0]
    assert bases(replace)[-1] == (6, None, "remove", "ok")


def test_change_of_an_unknown_order_is_asked():
    draft = reading(order("4", "PO99")).drafts[0]
    assert draft.question.code == "which_order" and {x.verdict for x in draft.lines} == {"ask"}


@pytest.mark.skipif(not SAMPLES.exists(), reason="public EDIFACT samples are not here")
@pytest.mark.parametrize(
    ("path", "lines"),
    [("pydifact/order.edi", 2), ("pydifact/order2.edi", 1), ("dfdl/ORDERS_D.03B_Interchange.txt", 4)],
)
def test_public_samples(path, lines):
    drafts = reading((SAMPLES / path).read_bytes()).drafts
    assert [len(d.lines) for d in drafts] == [lines] and drafts[0].customer is None
    assert all(x.verdict == "block" for x in drafts[0].lines)


@given(st.integers(0, 300), st.binary(max_size=8))
def test_damaged_files_never_raise(at, junk):
    data = order()
    result = reading(data[:at] + junk + data[at + len(junk) :])
    assert result.drafts or result.unread


def test_a_change_message_changes_the_order_that_it_names():
    data = order(
        function="", ref="CH1", body="RFF+ON:PO1'LIN+1+3+2000000000001:EN'QTY+21:12:CT'", lines=1, count=10
    )
    draft = reading(data.replace(b"+ORDERS:", b"+ORDCHG:")).drafts[0]
    assert (draft.kind, draft.target) == ("amend", 80)
    assert bases(draft) == [(1, 288, "set", "ok")]
