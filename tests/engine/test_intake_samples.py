"""Public EDI documents: each is read with its lines and totals, or refused with a reason.

A catalogue and a buyer are made from each document by other means (the standard library's XML tree, a split
of the segments), so that every article is known; what the lines must say is written down here by hand.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from engine.intake import read
from engine.intake.model import Customer, File, Knowledge, OpenOrder, OrderedLine, Product
from engine.intake.questions import render
from test_intake_text import message

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "edi"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the public samples are not here (../shared)")
SPACE = "{urn:oasis:names:specification:ubl:schema:xsd:Common%sComponents-2}"
CAC, CBC = SPACE % "Aggregate", SPACE % "Basic"
PARTY = f"{CAC}BuyerCustomerParty/{CAC}Party/"
EARLY = datetime(2005, 1, 3, 9, tzinfo=UTC)

# kind, day and lines (quantity, verdict, question) of each draft, and the price of all goods with prices
PAINT = [("order", "2010-02-10", [("120", "ask", "unit_not_sold"), ("15", "ok", None)])]
NEEDLE = [("order", "2010-02-10", [("120", "ok", None)]), ("order", "2012-10-15", [("15", "ok", None)])]
WAX = [("order", "2005-06-29", [("100", "ask", "unit_not_sold")])]
PROBE = [("order", "2022-01-01", [("10", "ask", "duplicate_product")])]
CHANGED = [("amend", "2010-02-10", [("240", "ask", "unit_not_sold")])]
BAGS = [("order", "2019-10-15", [("10", "ok", None), ("5", "ok", None), ("15", "ok", None)])]
BOOKS = [("order", None, [(number, "ok", None) for number in ("25", "25", "16", "10")])]
ORDERS = {
    "ubl/ph-ubl/BII03_Order_example_01.xml": (PAINT, 6225),
    "ubl/ph-ubl/CENBII-Order-maximal.xml": (PROBE, 1),
    "ubl/ph-ubl/CENBII-Order-minimal.xml": ([("order", None, [("10", "block", "unknown_product")])], None),
    "ubl/ph-ubl/UBL-Order-2.0-Example-International.xml": (WAX, 1000),
    "ubl/ph-ubl/UBL-Order-2.0-Example.xml": (WAX, 10000),
    "ubl/ph-ubl/UBL-Order-2.1-Example.xml": (PAINT, 6225),
    "ubl/ph-ubl/UBL-OrderCancellation-2.1-Example.xml": ([("cancel", None, [])], None),
    "ubl/ph-ubl/UBL-OrderChange-2.1-Example.xml": (CHANGED, 12000),
    "ubl/sg_peppol/Order_Example.xml": (NEEDLE, 6225),
    "ubl/sg_peppol/SG_Order_Example.xml": (NEEDLE, 6225),
    "ubl/sg_peppol/UC4_Order.xml": ([("order", "2013-07-15", [("50", "ok", None)])], 50),
    "ubl/sg_peppol/UC5_Order.xml": (BAGS, 115),
    "edifact/pydifact/order.edi": ([("order", "2015-08-06", [("8", "ok", None), ("8", "ok", None)])], None),
    "edifact/pydifact/order2.edi": ([("order", None, [("10", "ok", None)])], 250),
    "edifact/dfdl/ORDERS_D.03B_Interchange.txt": (BOOKS, None),
}
# the OASIS example of UBL 2.0 states 100.00 for 100 kg at 100.00; all other sums and counts agree
WRONG = {"ubl/ph-ubl/UBL-Order-2.0-Example.xml": ("amount_conflict", "10000.00", "100.00")}
CHANGES = [name for name, (drafts, _total) in ORDERS.items() if drafts[0][0] != "order"]
NAMES = sorted(p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.*") if p.is_file())


def ubl_parties(data):
    """The buyer's number or name and the articles (barcodes, buyer's codes, our codes) of a UBL document."""
    root = ElementTree.fromstring(data)
    articles = {
        tuple(
            tuple(x.text for x in item.findall(f"{CAC}{role}ItemIdentification/{CBC}ID"))
            for role in ("Standard", "Buyers", "Sellers")
        )
        for item in root.iter(f"{CAC}Item")
    }
    said = root.findtext(f"{PARTY}{CBC}EndpointID") or root.findtext(f"{PARTY}{CAC}PartyName/{CBC}Name")
    return said, sorted(articles)


def edifact_parties(data):
    """The same of an EDIFACT interchange without released characters."""
    text = data.decode()
    articles = re.findall(r"LIN\+\d+\+\d*\+(\w+):(\w+)'", text)
    buyer = re.search(r"NAD\+BY\+(\w+)", text)[1]
    return buyer, [((c,), (), ()) if kind == "EN" else ((), (c,), ()) for c, kind in articles]


def knowledge(name, data):
    """Everything known about the document's buyer, its articles, and the order that a change is about."""
    buyer, articles = (ubl_parties if name.endswith(".xml") else edifact_parties)(data)
    products = tuple(
        Product(i, (ours or (f"P{i}",))[0], (f"article no {i} of ours",), "", standard, {"piece": ("u", 1)})
        for i, (standard, _buyers, ours) in enumerate(articles, 1)
    )
    codes = {code: i for i, (_standard, buyers, _ours) in enumerate(articles, 1) for code in buyers}
    customer = Customer(1, "CU01", "The Buyer", (buyer,) if buyer else (), codes=codes)
    line = OrderedLine(1, Decimal(5), "piece")
    sent = OpenOrder(9, "SO-9", 1, EARLY, "approved", customer_ref="34", lines=(line,))
    return Knowledge(products, (customer,), (sent,) if name in CHANGES else ())


def reading(name):
    data = (FOLDER / name).read_bytes()
    sent = message("", None, None, (File(Path(name).name, "", data),))
    return read(replace(sent, received_at=EARLY), knowledge(name, data))


@pytest.mark.parametrize("name", NAMES)
def test_a_public_document_is_read_or_refused_with_its_reason(name):
    result = reading(name)
    if name not in ORDERS:
        assert result.drafts == () and result.unread.code == "file_no_order"
        assert re.search(r"is no order \(OrderResponse(?:Simple)?\)", render(result.unread))
        return
    drafts, total = ORDERS[name]
    assert result.unread is None
    assert [
        (
            draft.kind,
            draft.date and draft.date.isoformat(),
            [(str(x.quantity), x.verdict, x.question and x.question.code) for x in draft.lines],
        )
        for draft in result.drafts
    ] == drafts
    lines = [x for draft in result.drafts for x in draft.lines]
    doubts = [d.question for d in result.drafts if d.question and d.question.code != "which_customer"]
    told = [(q.code, q.values["found"], q.values["claimed"]) for q in doubts]
    assert told == ([WRONG[name]] if name in WRONG else [])
    assert {draft.target for draft in result.drafts} == {9 if name in CHANGES else None}
    assert all(x.base == x.quantity for x in lines if x.verdict == "ok")
    priced = [x.quantity * x.price_claim for x in lines if x.price_claim is not None]
    assert (sum(priced) if priced else None) == total


def test_every_order_among_the_documents_is_here():
    assert set(ORDERS) <= set(NAMES) and len(NAMES) >= 27
