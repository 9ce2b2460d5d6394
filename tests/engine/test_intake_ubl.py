"""UBL 2.x orders, changes and cancellations: codes, units, days, references, and files to refuse."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from engine.intake import read
from engine.intake.model import Customer, File, Knowledge, OpenOrder, OrderedLine
from engine.intake.questions import TEXTS, render
from hypothesis import given
from hypothesis import strategies as st
from test_intake_text import NOW, PRODUCTS, message

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "edi"
FILES = [p for p in sorted(SAMPLES.rglob("*")) if p.suffix in (".xml", ".edi", ".txt")]
BUYER = Customer(9, "CU09", "Ali Mart", ("2900000000018",), codes={"778-01": 1, "778-04": 4})
OTHER = Customer(10, "CU10", "Harbour Café", ("2900000000063",))
SENT = OpenOrder(
    80,
    "SO-80",
    9,
    NOW,
    "approved",
    customer_ref="PO-1",
    lines=(OrderedLine(1, Decimal(20), "case"), OrderedLine(6, Decimal(10), "case")),
)
KNOWLEDGE = Knowledge(PRODUCTS, (BUYER, OTHER), (SENT,))
GLN = "<cbc:EndpointID schemeID='0088'>2900000000018</cbc:EndpointID>"
COLA = (
    "<cac:StandardItemIdentification><cbc:ID schemeID='0160'>2000000000001</cbc:ID>"
    "</cac:StandardItemIdentification>"
)


def line(item=COLA, quantity="20", unit="XCT", name="Cola can 330ml", more="", number="1"):
    code = f" unitCode='{unit}'" if unit else ""
    return (
        f"<cac:OrderLine><cac:LineItem><cbc:ID>{number}</cbc:ID>{more}<cbc:Quantity{code}>{quantity}</cbc:Quantity>"
        f"<cac:Item><cbc:Name>{name}</cbc:Name>{item}</cac:Item></cac:LineItem></cac:OrderLine>"
    )


def delivery(day, until=None):
    return (
        f"<cac:Delivery><cac:RequestedDeliveryPeriod><cbc:StartDate>{day}</cbc:StartDate>"
        f"<cbc:EndDate>{until or day}</cbc:EndDate></cac:RequestedDeliveryPeriod></cac:Delivery>"
    )


def document(*lines, root="Order", party=GLN, head="", ref="PO-2"):
    space = "urn:oasis:names:specification:ubl:schema:xsd:"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<{root} xmlns='{space}{root}-2'"
        f" xmlns:cac='{space}CommonAggregateComponents-2' xmlns:cbc='{space}CommonBasicComponents-2'>"
        f"<cbc:ID>{ref}</cbc:ID>{head}<cac:BuyerCustomerParty><cac:Party>{party}</cac:Party></cac:BuyerCustomerParty>"
        f"{''.join(lines)}</{root}>"
    )


def reading(xml, knowledge=KNOWLEDGE, sender=None):
    data = xml if isinstance(xml, bytes) else xml.encode()
    return read(message("", sender, None, (File("order.xml", "text/xml", data),)), knowledge)


def only(xml, **values):
    (draft,) = reading(xml, **values).drafts
    return draft


def lines(draft):
    return [(x.product, x.base, x.action, x.verdict) for x in draft.lines]


def test_an_order_is_read_with_buyer_window_reference_and_price():
    amount = "<cbc:PriceAmount currencyID='CNY'>96.00</cbc:PriceAmount>"
    price = f"<cac:Price>{amount}<cbc:BaseQuantity>2</cbc:BaseQuantity></cac:Price>"
    xml = document(
        line(more=price), head="<cbc:Note>Back door</cbc:Note>" + delivery("2026-03-19", "2026-03-20")
    )
    draft = only(xml)
    assert (draft.kind, draft.customer, draft.date, draft.customer_ref) == (
        "order",
        9,
        date(2026, 3, 19),
        "PO-2",
    )
    assert draft.note == "2026-03-19/2026-03-20\nBack door"
    assert lines(draft) == [(1, 480, "add", "ok")] and draft.lines[0].price_claim == Decimal("48")
    assert xml[slice(*draft.lines[0].span)] == draft.lines[0].source == "Cola can 330ml"


def test_spans_count_characters_also_after_chinese_and_in_utf_16():
    xml = document(
        line(),
        line(COLA.replace("0001", "0004"), name="雪碧 &amp; 可乐"),
        head="<cbc:Note>后门收货</cbc:Note>",
    )
    for data in (
        xml.encode(),
        xml.replace("UTF-8", "UTF-16").encode("utf-16"),
        xml.replace("UTF-8", "GB18030").encode("gb18030"),
    ):
        draft = only(data)
        assert draft.lines[1].source == "雪碧 &amp; 可乐"
        assert draft.lines[1].span[0] - draft.lines[0].span[0] == len(line())


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("XCT", 480),
        ("CT", 480),
        ("XCS", 480),
        ("XBX", 480),
        ("C62", 20),
        ("EA", 20),
        ("H87", 20),
        ("XPK", 120),
        ("DZN", 240),
    ],
)
def test_unit_codes_of_recommendation_20(unit, base):
    assert lines(only(document(line(unit=unit)))) == [(1, base, "add", "ok")]


@pytest.mark.parametrize("unit", ["KGM", "04", "XPX", ""])
def test_a_unit_that_is_not_sold_or_not_written_is_asked(unit):
    assert only(document(line(unit=unit))).lines[0].verdict == "ask"


@pytest.mark.parametrize("quantity", ["-6", "0", "", "1,5", "1e3", "twelve", "９", "99999999999999", "2.37"])
def test_what_is_no_sound_quantity_is_blocked(quantity):
    taken = only(document(line(quantity=quantity))).lines[0]
    assert (taken.verdict, taken.question.code) == ("block", "bad_quantity")


def item(**codes):
    return "".join(
        f"<cac:{kind}ItemIdentification><cbc:ID>{code}</cbc:ID></cac:{kind}ItemIdentification>"
        for kind, code in codes.items()
    )


@pytest.mark.parametrize(
    ("codes", "name", "expected"),
    [
        ({"Buyers": "778-04"}, "?", (4, "ok", None)),
        ({"Sellers": "C1"}, "?", (6, "ok", None)),
        ({"Standard": "02000000000001"}, "?", (1, "ok", None)),
        ({"Buyers": "778-01", "Standard": "2000000000004"}, "?", (None, "ask", "product_conflict")),
        ({"Standard": "4006381333931"}, "Cola can 330ml", (None, "block", "unknown_product")),
        ({"Buyers": "778-99"}, "Sparkling novelty", (None, "block", "unknown_product")),
        # a name, or a buyer's code that happens to be ours, is offered and never taken
        ({"Buyers": "C1"}, "?", (6, "ask", "product_guess")),
        ({"Buyers": "778-99"}, "Ice tea 500ml", (8, "ask", "product_guess")),
        ({}, "Ice tea 500ml", (8, "ask", "product_guess")),
    ],
)
def test_articles_are_found_by_codes_that_agree(codes, name, expected):
    taken = only(document(line(item(**codes), name=name))).lines[0]
    assert (taken.product, taken.verdict, taken.question and taken.question.code) == expected


def test_a_guess_comes_with_an_answer_that_settles_the_line():
    (answer,) = only(document(line("", name="Ice tea 500ml"))).lines[0].answers
    assert (answer.product, answer.quantity, answer.unit) == (8, 20, "case")


@pytest.mark.parametrize(
    ("party", "sender", "customer"),
    [
        (GLN, 10, 9),
        ("<cac:PartyName><cbc:Name>ali mart</cbc:Name></cac:PartyName>", None, 9),
        ("<cac:PartyIdentification><cbc:ID>CU10</cbc:ID></cac:PartyIdentification>", None, 10),
        ("", 9, 9),
        ("<cac:PartyName><cbc:Name>Harbour Café</cbc:Name></cac:PartyName>", 9, 9),
        # a location number that is nobody's is a shop not known yet, not the sender's other one
        (GLN.replace("0018", "0099"), 9, None),
        ("<cac:PartyName><cbc:Name>Nobody</cbc:Name></cac:PartyName>", None, None),
    ],
)
def test_the_buyer_is_found_by_number_name_or_sender(party, sender, customer):
    draft = only(document(line(), party=party), sender=sender)
    assert draft.customer == customer
    assert (draft.question is None) == (customer is not None)


def test_lines_for_two_days_become_two_drafts():
    xml = document(
        line(more=delivery("2026-03-20")), line(COLA.replace("0001", "0006")), head=delivery("2026-03-18")
    )
    assert [(d.date, lines(d)) for d in reading(xml).drafts] == [
        (date(2026, 3, 20), [(1, 480, "add", "ok")]),
        (date(2026, 3, 18), [(6, 480, "add", "ok")]),
    ]


@pytest.mark.parametrize(
    ("day", "code"), [("2026-03-16", "past_date"), ("2026-02-30", "which_date"), ("soon", "which_date")]
)
def test_a_day_that_cannot_be_is_asked(day, code):
    draft = only(document(line(), head=delivery(day)))
    assert (draft.date, draft.date_question.code) == (None, code)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("<cbc:OrderTypeCode>227</cbc:OrderTypeCode>", "document_type"),
        ("<cbc:LineCountNumeric>2</cbc:LineCountNumeric>", "total_conflict"),
    ],
)
def test_odd_documents_are_asked_as_a_whole(head, code):
    draft = only(document(line(), head=head))
    assert draft.question.code == code and {x.verdict for x in draft.lines} == {"ask"}


def test_free_goods_and_another_pack_size_are_asked():
    free = only(document(line(more="<cbc:FreeOfChargeIndicator>true</cbc:FreeOfChargeIndicator>")))
    packed = only(document(line(COLA + "<cbc:PackSizeNumeric>20</cbc:PackSizeNumeric>")))
    assert [d.lines[0].question.code for d in (free, packed)] == ["free_claim", "pack_conflict"]
    assert lines(only(document(line(COLA + "<cbc:PackSizeNumeric>24</cbc:PackSizeNumeric>"))))[0][3] == "ok"


def test_the_reference_of_an_order_that_exists_is_asked():
    draft = only(document(line(), ref="PO-1"))
    assert draft.question.code == "duplicate_order" and draft.lines[0].verdict == "ask"


def change(*items, root="OrderChange", ref="PO-1"):
    return document(
        *items, root=root, head=f"<cac:OrderReference><cbc:ID>{ref}</cbc:ID></cac:OrderReference>"
    )


def test_a_change_adds_sets_removes_and_leaves():
    def status(code):
        return f"<cbc:LineStatusCode>{code}</cbc:LineStatusCode>"

    water, sprite, tea = (COLA.replace("0001", n) for n in ("0006", "0004", "0008"))
    draft = only(
        change(
            line(quantity="30"),
            line(water, more=status("Cancelled")),
            line(sprite),
            line(tea, more=status("4")),
        )
    )
    assert (draft.kind, draft.target, draft.customer_ref) == ("amend", 80, "PO-1")
    assert lines(draft) == [(1, 720, "set", "ok"), (6, None, "remove", "ok"), (4, 480, "add", "ok")]


def test_a_cancellation_names_its_order_or_is_asked():
    draft = only(change(root="OrderCancellation"))
    assert (draft.kind, draft.target, draft.lines) == ("cancel", 80, ())
    assert only(change(root="OrderCancellation", ref="PO-9")).question.code == "which_order"


def test_several_orders_in_one_envelope():
    inner = document(line(), ref="A").split("?>")[1] + document(line(), ref="B").split("?>")[1]
    assert [d.customer_ref for d in reading(f"<Envelope>{inner}</Envelope>").drafts] == ["A", "B"]


BOMB = (
    "<!DOCTYPE Order [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {y} '{('&' + x + ';') * 10}'>" for x, y in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<!DOCTYPE Order [<!ENTITY q SYSTEM 'file:///etc/passwd'>]><Order>&q;</Order>", "file_unsafe"),
        (BOMB + "<Order>&i;</Order>", "file_unsafe"),
        ("<Order>" + "<a>" * 100, "file_too_deep"),
        ("<Order><a></Order>", "file_damaged"),
        (b"<?xml version='1.0' encoding='UTF-8'?><Order>\xff</Order>", "file_encoding"),
        (b"<?xml version='1.0' encoding='x-none'?><Order/>", "file_encoding"),
        ("<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", "file_no_order"),
        ("<rss/>", "file_xml"),
    ],
)
def test_other_files_are_named_with_their_reason(xml, code):
    result = reading(xml)
    assert (result.drafts, result.unread.code) == ((), code)
    assert render(result.unread).startswith("order.xml")


def test_too_many_lines_are_refused():
    assert reading(document(line() * 2001)).unread.code == "file_too_long"


# 100 kg at 100.00 are stated as 100.00 in all
WRONG = {"UBL-Order-2.0-Example.xml": "amount_conflict"}


@pytest.mark.skipif(not FILES, reason="the public samples are not here (../shared/data/edi)")
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_public_samples_give_blocked_lines_or_a_precise_reason(path):
    result = reading(path.read_bytes())
    assert bool(result.drafts) != bool(result.unread)
    assert result.unread is None or (
        result.unread.code == "file_no_order" and "Response" in render(result.unread)
    )
    for draft in result.drafts:
        assert draft.question.code == WRONG.get(path.name, "which_customer")
        assert draft.customer is None and draft.lines
        assert all(x.verdict == "block" or draft.kind == "cancel" for x in draft.lines)


@given(st.integers(0, 900), st.binary(max_size=8))
def test_damaged_files_never_raise(at, junk):
    data = document(line()).encode()
    result = reading(data[:at] + junk + data[at + len(junk) :])
    assert result.drafts or result.unread.code in TEXTS
