"""Ordering tables: the layouts that shops send, their encodings, and files that must be refused."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from engine.intake import read
from engine.intake.columns import columns, is_heading
from engine.intake.model import Customer, File, Knowledge
from engine.intake.questions import TEXTS, render
from engine.intake.readers.cells import quantity
from engine.intake.units import words
from hypothesis import given
from hypothesis import strategies as st
from test_intake_text import CUSTOMERS, PRODUCTS, message

CHAIN = Customer(9, "CU09", "好又多超市", ("好又多",), "zh", "case", (), {"778-01": 1, "778-04": 4})
KNOWLEDGE = Knowledge(PRODUCTS, (*CUSTOMERS, CHAIN))
HEAD = "货号,条码,品名,箱数,散数,件装数\n"


def reading(data, name="order.csv", customer=9, body=""):
    data = data.encode() if isinstance(data, str) else data
    return read(message(body, customer, None, (File(name, "", data),)), KNOWLEDGE)


def lines(data, **values):
    drafts = reading(data, **values).drafts
    return [(x.product, x.base, x.verdict, x.question and x.question.code) for d in drafts for x in d.lines]


def book(*rows, formats=(), **sheets):
    """A workbook; ``formats`` are (cell, number format)."""
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, form in formats:
        made.active[cell].number_format = form
    for title, state in sheets.items():
        made.create_sheet(title).sheet_state = state
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def test_cases_and_pieces_codes_and_a_total_row():
    table = HEAD + "778-01,2.00E+12,可乐330,3,6,24\n778-99,,新品气泡水,5,,24\n,,合计,8,6,\n"
    expected = [(1, 78, "ok", None), (None, None, "block", "unknown_product")]
    assert lines(table) == expected
    assert lines(table.encode("gb18030")) == lines(table.encode("utf-16")) == expected
    assert lines(table.encode("utf-16-le")) == lines(table.replace(",", "\t")) == expected


def test_a_total_that_does_not_add_up_is_asked():
    assert lines(HEAD + "778-01,,,3,,\n,,合计,5,,") == [(1, 72, "ask", "total_conflict")]
    assert lines(HEAD + "778-01,,,3,,\n,,小计,3,,\n778-04,,,2,,\n,,总计,5,,")[1][2] == "ok"


def test_another_pack_size_is_asked():
    assert lines(HEAD + "778-01,,,3,,20") == [(1, None, "ask", "pack_conflict")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("778-01,2000000000004,,3,,", (None, None, "ask", "product_conflict")),
        ("778-01,,雪碧 330ml 罐,3,,", (None, None, "ask", "product_conflict")),
        ("B1,,雪碧 330ml 罐,3,,", (4, 72, "ok", None)),
        # a code of ours in a list of a customer with codes of its own
        ("B1,,,3,,", (4, None, "ask", "product_guess")),
        (",2000000000006,,3,,", (6, 72, "ok", None)),
        (",4006381333931,山泉水 550ml,3,,", (None, None, "block", "unknown_product")),
        (",,山泉水 550ml,3,,", (6, 72, "ok", None)),
        (",,可乐,3,,", (None, None, "ask", "which_product")),
        ("778-01,,,-3,,", (1, None, "block", "bad_quantity")),
        ("778-01,,,三,,", (1, 72, "ok", None)),
        ("778-01,,,3箱6瓶,,", (1, 78, "ok", None)),
        ("778-01,,,2箱半,,", (1, 60, "ok", None)),
        ("778-01,,,约3箱,,", (1, 72, "ask", "vague_quantity")),
        ("778-01,,,见附,,", (1, None, "block", "bad_quantity")),
        ("778-01,,,1.200,,", (1, None, "block", "bad_quantity")),
    ],
)
def test_articles_and_quantities_of_a_row(row, expected):
    assert lines(HEAD + row) == [expected]


def test_rows_without_a_quantity_are_no_lines():
    assert lines(HEAD + "778-01,,可乐,,,\n778-04,,雪碧,0,-,\n") == []
    assert reading(HEAD + "778-01,,可乐,,,").unread.code == "sheet_no_lines"


def test_units_come_from_a_column_the_heading_or_the_habit():
    assert lines("Code,Item,Qty,UOM\n778-01,,48,EA\n778-04,,4,DZ\n778-01,,1,PLT")[1:] == [(4, 48, "ok", None)]
    assert lines('Item No,Order Qty (CTN)\n778-01,"1,2"\n778-04," 9 "')[1] == (4, 216, "ok", None)
    assert lines("商品,数量（件）,送货日期\n山泉水 550ml,１０,3月19日") == [(6, 240, "ok", None)]
    assert lines("商品,数量\n山泉水 550ml,10") == [(6, 240, "ok", None)]
    assert lines("商品,数量\n山泉水 550ml,10瓶") == [(6, 10, "ok", None)]
    assert lines("商品,数量\n山泉水 550ml,10", customer=4) == [(6, None, "ask", "which_unit")]


def test_a_decimal_comma_in_a_western_file():
    table = "SKU;Libellé;Qté;Unité\nC2;Eau 1,5L;3,5;carton\nE1;Nouilles salées;2,0;carton\n"
    for encoding in ("cp1252", "utf-8"):
        assert lines(table.encode(encoding), customer=4) == [(7, 42, "ok", None), (9, 24, "ok", None)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("1,200", 1200), ("1,200.50", "1200.5"), ("3,5", "3.5"), ("１２", 12), (" 7 ", 7), ("1.200", None)]
    + [("0.125", "0.125"), ("1.200,5", None), ("12x", None), ("", None), ("1e3", None)],
)
def test_numbers_as_spreadsheets_write_them(cell, expected):
    assert quantity(cell) == (None if expected is None else Decimal(expected))


def test_a_workbook_with_titles_dates_and_reference():
    data = book(
        ["好又多超市采购订单"],
        ["订单号", "PO778815", None, "要求到货", "2026-03-20"],
        ["商品编码", "商品名称", "单位", "数量", "单价"],
        ["778-01", "可乐330ml罐", "箱", 30, 45.5],
        ["合计", None, None, 30],
        archive="hidden",
    )
    draft = reading(data, "order.xlsx", customer=None).drafts[0]
    assert (draft.customer, draft.date, draft.customer_ref) == (9, date(2026, 3, 20), "PO778815")
    line = draft.lines[0]
    assert (line.product, line.base, line.price_claim) == (1, 720, Decimal("45.5"))
    assert line.source == "778-01 | 可乐330ml罐 | 箱 | 30 | 45.5"


def test_dates_of_a_workbook_as_serials_and_formats_split_the_order():
    rows = [["UPC/EAN", "Cases", "Ship Date"], ["2000000000001", 10, 46100], [2000000000004, 2, 46101]]
    for formats in ((), (("C2", "yyyy-mm-dd"), ("C3", 'd "of" mmm'))):
        drafts = reading(book(*rows, formats=formats), "order.xlsx").drafts
        assert [(d.date.day, d.lines[0].product) for d in drafts] == [(19, 1), (20, 4)]


def test_a_formula_without_a_value_is_never_taken_for_nothing():
    data = book(["Code", "Cases"], ["778-01", "=2+3"])
    assert lines(data, name="o.xlsx") == [(1, None, "block", "bad_quantity")]


def test_a_matrix_holds_one_order_for_each_shop():
    data = book(
        ["单位:箱"],
        ["品名 \\ 门店", "张记", "李家", "新店", "合计"],
        ["可乐 330ml 罐", 12, None, 3, 15],
        ["山泉水 550ml", 18, 12, None, 30],
        ["合计", 30, 12, 3, 45],
    )
    drafts = reading(data, "o.xlsx", customer=None, body="三家店明天的货").drafts
    assert [(d.customer, [(x.product, x.base, x.verdict) for x in d.lines]) for d in drafts] == [
        (1, [(1, 288, "ok"), (6, 432, "ok")]),
        (3, [(6, 288, "ok")]),
        (None, [(1, 72, "ask")]),
    ]
    assert drafts[2].question.values == {"words": "新店"}
    assert {d.date for d in drafts} == {date(2026, 3, 18)}


def test_a_bare_list_of_names_numbers_and_units():
    assert lines("可乐 330ml,10,箱\n山泉水 550ml,6,瓶", customer=4) == [
        (1, 240, "ok", None),
        (6, 6, "ok", None),
    ]
    assert lines("可乐 330ml,10,48.00\n山泉水 550ml,6,20.00") == [(1, 240, "ok", None), (6, 144, "ok", None)]
    assert reading("可乐 330ml,10,48\n山泉水 550ml,6,20").unread.code == "sheet_no_heading"


def test_a_title_that_names_another_customer_is_asked():
    draft = reading("张记便利店\n商品,箱数\n山泉水 550ml,3").drafts[0]
    assert draft.question.code == "which_shop" and draft.lines[0].verdict == "ask"


def test_free_goods_are_never_taken_by_the_customers_word():
    table = "商品编码,数量,赠送\n778-01,20,2"
    assert lines(table) == [(1, 480, "ok", None), (1, 48, "ask", "free_claim")]


@pytest.mark.parametrize(
    ("row", "good"),
    [
        (["商品", "数量"], True),
        (["qty", "数量", "sku"], False),
        (["商品", "库存"], False),
        (["数量(托)", "品名"], True),
    ]
    + [(["数量(含赠)", "品名"], False), (["Cases", "Eaches", "UPC"], True), (["价格", "商品"], False)],
)
def test_headings(row, good):
    assert is_heading(columns(row, words({}))) is good


def bomb():
    """A workbook whose sheet unpacks to far more than its packed size."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * (30 * 1024 * 1024) + b"</a>")
    return file.getvalue()


def entities():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.xlsx", bomb, "file_unpacks"),
        ("entities.xlsx", entities, "file_unsafe"),
        ("cut.xlsx", lambda: book(["商品", "数量"])[:600], "file_damaged_book"),
        ("old.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "file_damaged_book"),
        ("long.csv", lambda: HEAD + "778-01,,,1,,\n" * 5001, "file_too_long"),
        ("many.csv", lambda: HEAD + "778-01,,,1,,\n" * 2001, "file_too_long"),
        ("empty.csv", lambda: "", "sheet_no_heading"),
        ("letter.csv", lambda: "你好,请报价\n谢谢,张", "sheet_no_heading"),
    ],
)
def test_other_files_are_named_with_their_reason(name, data, code):
    result = reading(data(), name)
    assert (result.drafts, result.unread.code) == ((), code)
    assert name in render(result.unread)


@given(st.integers(0, 4000), st.binary(max_size=8), st.booleans())
def test_damaged_files_never_raise(at, junk, packed):
    data = (
        book(["商品编码", "数量"], ["778-01", 3]) if packed else (HEAD + "778-01,,可乐,3,,").encode("gb18030")
    )
    result = reading(data[:at] + junk + data[at + len(junk) :], "o.xlsx" if packed else "o.csv")
    assert result.drafts or result.unread.code in TEXTS
