"""Whatever arrives: no reader raises, none takes over a second, nothing is accepted that is not whole.

Valid files and messages are damaged in the ways that mail programs, spreadsheets and attackers damage them.
``FMCG_FULL`` throws 20,000 at every reader.
"""

import io
import os
import time
import zipfile

import pytest
from engine.intake import read
from engine.intake.model import File, Knowledge
from engine.intake.questions import TEXTS, render
from hypothesis import given, settings
from hypothesis import strategies as st
from test_intake_edifact import BUYER, ORDER, order
from test_intake_email import EML, OWN, TABLE
from test_intake_files import CSV, JSON, UBL
from test_intake_text import CUSTOMERS, PRODUCTS, message

KNOWLEDGE = Knowledge(PRODUCTS, (*CUSTOMERS, BUYER), (ORDER,))
THROWN = settings(max_examples=20_000 if os.environ.get("FMCG_FULL") else 60)
SECONDS = 1.0
# what the loop of `slowness` takes on a machine with a processor of its own
USUAL_LOOP = 0.05
MATRIX = "品名 \\ 门店,张记,李家,合计\n可乐 330ml 罐,12,,12\n山泉水 550ml,,18,18\n合计,12,18,30\n"
FORM = (
    "采购订单,,\n客户,Ali Mart,\n送货日期,2026-03-20,\n条码,品名,数量\n"
    "2000000000001,可乐,3箱6瓶\n2.0E+12,雪碧,10+1\n"
)
PAGE = (
    "<html><head><style>a</style></head><body><p>您好</p>"
    f"{TABLE}<blockquote>水 5箱</blockquote></body></html>"
)
CHAT = (
    "[17/03/26, 14:22:10] Ali Mart: 10 ctn coke can, 5 cs sprite tmrw\n> old 3箱\n"
    "-- \nAli\n可乐10箱 退雪碧2瓶"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer"
)
CHANGE = order(function="4").replace(b"+ORDERS:", b"+ORDCHG:")


def book(rows, merged=""):
    """A small workbook made by hand, so that it is the same on every machine."""
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{word}</t></is></c>' for c, word in enumerate(row)
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>')
        link = '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>'
        archive.writestr("xl/_rels/workbook.xml.rels", link)
        merges = f"<mergeCells>{merged}</mergeCells>"
        archive.writestr(
            "xl/worksheets/s.xml", f"<worksheet><sheetData>{cells}</sheetData>{merges}</worksheet>"
        )
    return file.getvalue()


def open_document(rows):
    """A small OpenDocument spreadsheet."""
    cells = "".join(
        "<table-row>" + "".join(f"<table-cell><p>{word}</p></table-cell>" for word in row) + "</table-row>"
        for row in rows
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        held = f"<document><body><spreadsheet><table>{cells}</table></spreadsheet></body></document>"
        archive.writestr("content.xml", held)
    return file.getvalue()


ROWS = [["商品编码", "品名", "数量"], ["A1", "可乐", "3"], ["B1", "雪碧", "2"]]
FILES = {
    "edifact": [("o.edi", order()), ("o.edi", CHANGE), ("o.edi", order(function="5", ref="PO1"))],
    "ubl": [("o.xml", UBL.encode()), ("o.xml", UBL.replace("Order", "OrderChange").encode())],
    "json": [("o.json", JSON.encode()), ("o.json", f"[{JSON}]".encode())],
    "csv": [("o.csv", x.encode(e)) for x in (CSV, MATRIX, FORM) for e in ("utf-8", "gb18030", "utf-16")],
    "xlsx": [("o.xlsx", book(ROWS, '<mergeCell ref="A1:B2"/>'))],
    "ods": [("o.ods", open_document(ROWS))],
    "mail": [("o.eml", EML.format(body=OWN, csv=CSV).encode())],
    "page": [("o.html", PAGE.encode())],
    "text": [("o.txt", CHAT.encode()), ("o.txt", CHAT.encode("utf-16"))],
    "pdf": [("o.pdf", PDF)],
    "picture": [("o.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)],
}
BODIES = [
    "水 3箱 ￥,,",
    CHAT,
    PAGE,
    UBL,
    JSON,
    order().decode(),
    MATRIX.replace(",", "\t"),
    CSV.replace(",", " | "),
    OWN,
]
JUNK = st.sampled_from(
    [
        b"\0",
        b"\xff\xfe",
        "\u202e".encode(),
        b"'",
        b'"',
        b"<",
        b">",
        b"&#x110000;",
        b"]]>",
        b"+",
        b":",
        b",",
        b"\t",
    ]
    + [
        b"999999999999999999999",
        b"1e999",
        b"NaN",
        b"-",
        b"\n",
        b"\r",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"LIN+1'",
    ]
    + [
        "箱".encode(),
        "１０".encode(),
        "٣".encode(),
        b"=1+1",
        b"{",
        b"[" * 50,
        b"<a>" * 50,
        b"<td rowspan=9999>",
    ]
)
DAMAGE = st.lists(
    st.tuples(st.sampled_from(["put", "cut", "over", "twice", "end"]), st.integers(0, 4000), JUNK), max_size=6
)


def damaged(data, damage):
    """Return bytes with each damage done at its place."""
    for kind, at, junk in damage:
        at = at % (len(data) + 1)
        after = {"put": at, "cut": at + 1 + at % 7, "over": at + len(junk), "twice": max(0, at - 60)}.get(
            kind
        )
        data = (
            data[:at] + (b"" if kind in ("cut", "end") else junk) + (b"" if after is None else data[after:])
        )
    return data


def slowness():
    """Return how many times slower than usual this machine computes at the moment, 1 at least."""
    start = time.thread_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return max(1.0, (time.thread_time() - start) / USUAL_LOOP)


def timed(text, files, customer):
    """Return the reading of a message and the processor time that it took, in seconds."""
    start = time.thread_time()
    reading = read(message(text, customer, None, files), KNOWLEDGE, ocr=lambda data: "")
    return reading, time.thread_time() - start


def checked(text, files=(), customer=2):
    """Read a message, and return the reading after looking at every promise that it makes."""
    reading, spent = timed(text, files, customer)
    if spent >= SECONDS:
        # caches are warm now, and another process may have held the processor's own
        reading, spent = timed(text, files, customer)
    assert spent < SECONDS or spent < SECONDS * slowness(), spent
    for draft in reading.drafts:
        for line in draft.lines:
            whole(line, text)
    if reading.unread:
        assert render(reading.unread)
    return reading


def whole(line, text):
    """Look at a line: accepted ones are complete, spans lie in the text, questions have a text."""
    if line.verdict == "ok" and line.action != "remove":
        assert line.product and line.unit and line.base > 0 or line.action == "set" and line.base == 0, line
    if line.verdict != "ok":
        assert line.question and line.question.code in TEXTS and render(line.question)
    if line.span and not line.source_name:
        assert 0 <= line.span[0] <= line.span[1] <= len(text), line


@pytest.mark.parametrize("kind", FILES)
def test_the_seeds_are_read(kind):
    for name, data in FILES[kind]:
        reading = checked("", (File(name, "", data),))
        assert reading.drafts or kind in ("pdf", "picture", "ubl"), (name, reading)


@pytest.mark.parametrize("kind", FILES)
@THROWN
@given(st.data(), DAMAGE)
def test_a_damaged_file_gives_a_reading_and_never_an_error(kind, data, damage):
    name, content = data.draw(st.sampled_from(FILES[kind]))
    reading = checked("", (File(name, "", damaged(content, damage)),))
    assert reading.drafts or reading.unread or kind in ("text", "mail", "page", "csv", "edifact", "json")


@THROWN
@given(st.sampled_from(BODIES), DAMAGE, st.sampled_from([None, 2, 99]))
def test_a_damaged_message_gives_a_reading_and_never_an_error(text, damage, customer):
    checked(damaged(text.encode(), damage).decode("utf-8", errors="replace"), (), customer)


@THROWN
@given(
    st.binary(max_size=400),
    st.sampled_from([name for held in FILES.values() for name, _data in held] + ["x"]),
)
def test_any_bytes_under_any_name(data, name):
    checked("", (File(name, "", data),))


def zipped(parts, level=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


BIG_ROWS = "<row>" + '<c t="inlineStr"><is><t>A1</t></is></c><c><v>3</v></c>' + "</row>"
LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{i} "&l{i - 1};&l{i - 1};&l{i - 1};&l{i - 1};">' for i in range(1, 30)
)
HUGE = {
    "one numeral": ("a.txt", "一".encode() * 4000),
    "one number": ("a.txt", "水 ".encode() + b"5" * 2900),
    "as many amounts as fit": ("a.txt", "可乐3".encode() * 1000),
    "as many parts of a number as fit": ("a.txt", b"1/2 5-" * 450),
    "ten megabytes of words": ("a.txt", "可乐 3箱\n".encode() * 700_000),
    "four megabytes of words": ("a.txt", "可乐 3箱\n".encode() * 300_000),
    "one long line": ("a.txt", b"5" * 4_000_000),
    "one long cell": ("a.csv", b"Code,Qty\nA1," + b"3" * 4_000_000),
    "many rows": ("a.csv", b"Code,Qty\n" + b"A1,1\n" * 100_000),
    "many columns": ("a.csv", b"Code,Qty" + b",x" * 400_000 + b"\nA1,1\n"),
    "many empty rows": ("a.csv", b"Code,Qty\n" + b",\n" * 100_000),
    "many names": ("a.csv", "品名,数量\n".encode() + "没有 这个 商品 cola water,3\n".encode() * 4000),
    "quotes": ("a.csv", b'"' * 1_000_000),
    "a sheet of 100,000 rows": (
        "a.xlsx",
        zipped(
            {
                "xl/workbook.xml": '<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="worksheets/s.xml"/></R>',
                "xl/worksheets/s.xml": f"<worksheet><sheetData>{BIG_ROWS * 100_000}</sheetData></worksheet>",
            }
        ),
    ),
    "a bomb": ("a.xlsx", zipped({"xl/workbook.xml": b"<a>" + b" " * 60_000_000})),
    "a bomb of an open document": (
        "a.ods",
        zipped({"mimetype": "x", "content.xml": b"<a>" + b"<b/>" * 9_000_000}),
    ),
    "many parts": ("a.xlsx", zipped({f"xl/{i}": b"" for i in range(2000)})),
    "a billion laughs": ("a.xml", f"<?xml version='1.0'?>{LAUGHS}]><a>&l29;</a>".encode()),
    "deep elements": ("a.xml", b"<a>" * 100_000),
    "many elements": ("a.xml", b"<?xml version='1.0'?><a>" + b"<b/>" * 1_000_000 + b"</a>"),
    "deep lists": ("a.json", b'{"lines":' + b"[" * 1_000_000),
    "many segments": ("a.edi", b"UNH+1+ORDERS:D:96A:UN'" + b"LIN+1'" * 500_000),
    "one segment": ("a.edi", b"UNH+1+ORDERS:D:96A:UN'" + b"+" * 4_000_000),
    "released marks": ("a.edi", b"UNH+1+ORDERS:D:96A:UN'" + b"?+" * 2_000_000),
    "deep tables": ("a.html", b"<table><tr><td>" * 100_000),
    "endless rooms": (
        "a.csv",
        ("Outlet,Qty,Code\n" + "中餐厅" * 90 + ",1,A1\n" + "1" * 90 + "x,1,A1\n").encode(),
    ),
    "merged cells": ("a.html", b"<table>" + b"<tr><td rowspan=9999 colspan=9999>x" * 30_000),
    "open comments": ("a.html", b"<p>" + b"<!--" * 400_000),
    "open styles": ("a.html", b"<p>" + b"<style>" * 300_000),
    "open tags": ("a.html", b"<p>" + b"<a " * 600_000),
    "entities": ("a.html", b"<p>" + b"&amp;" * 600_000),
    "quoted lines": ("a.txt", b"> On 1 May x wrote:\n" * 100_000),
    "headers": ("a.eml", b"From: a\nSubject: b\nMIME-Version: 1.0\n" + b"X: y\n" * 200_000),
    "pipes": ("a.txt", b"| a | b |\n" * 100_000),
}


@pytest.mark.parametrize("name", HUGE)
def test_too_much_is_told_in_time(name):
    called, data = HUGE[name]
    reading = checked("", (File(called, "", data),))
    assert reading.unread or all(x.verdict != "ok" for d in reading.drafts for x in d.lines)
    if len(data) < 12_000_000:
        checked(data.decode("utf-8", errors="replace"))
