"""Files are read by what they hold: any name, any encoding, mails, pages, prints and photographs."""

import importlib.util
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from engine.intake import read
from engine.intake.model import Customer, File, Knowledge
from engine.intake.readers import photo, print_file
from test_intake_edifact import order as edifact
from test_intake_email import EML, OWN, TABLE
from test_intake_sheet import book
from test_intake_text import CUSTOMERS, PRODUCTS, message

CHAIN = Customer(
    9, "CU09", "好又多超市", ("好又多", "2900000000018"), "zh", "case", (), {"778-01": 1, "778-04": 4}
)
KNOWLEDGE = Knowledge(PRODUCTS, (*CUSTOMERS, CHAIN))
CSV = "商品编码,数量,单位\n778-01,3,箱\n"
UBL = (
    '<?xml version="1.0"?><Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"><ID>PO-1</ID>'
    "<OrderLine><LineItem><ID>1</ID><Quantity unitCode='CT'>3</Quantity><Item><Name>Cola</Name>"
    "<StandardItemIdentification><ID>2000000000001</ID></StandardItemIdentification></Item></LineItem></OrderLine></Order>"
)
JSON = '{"reference": "W-1", "lines": [{"code": "A1", "quantity": 3, "unit": "case"}]}'
OWN_LINE = [(1, 72, "ok")]


def reading(data=None, name="order", body="", customer=9, mimetype="", **values):
    data = data.encode() if isinstance(data, str) else data
    files = (File(name, mimetype, data),) if data is not None else ()
    return read(message(body, customer, None, files), KNOWLEDGE, **values)


def lines(*args, **values):
    return [(x.product, x.base, x.verdict) for d in reading(*args, **values).drafts for x in d.lines]


@pytest.mark.parametrize("name", ["order.txt", "order.dat", "order", "order.csv", "order.pdf.bin"])
@pytest.mark.parametrize(
    "data",
    [
        CSV,
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.replace(",", "|"),
        UBL,
        JSON,
        OWN,
        OWN.encode("gb18030"),
    ],
)
def test_a_file_is_read_whatever_its_name(data, name):
    assert lines(data, name) == OWN_LINE


def test_a_workbook_and_an_interchange_are_read_whatever_their_name():
    data = book(["商品编码", "数量"], ["778-01", 3])
    assert lines(data, "order.dat") == lines(data, "order.txt") == OWN_LINE
    assert [x[:2] for x in lines(edifact(), "order.txt")] == [(1, 480), (4, 288)]


def test_a_page_that_calls_itself_a_workbook_is_read():
    assert lines(f"<html><body>{TABLE}</body></html>", "order.xls") == [(1, 480, "ok"), (4, 240, "ok")]


@pytest.mark.parametrize("before", ["", "您好,请查收:\n\n"])
@pytest.mark.parametrize("document", [UBL, JSON, edifact().decode()])
def test_an_electronic_order_in_the_words_of_a_message_is_read_in_its_place(document, before):
    body = before + document + "\n"
    drafts = reading(body=body).drafts
    assert [(x.product, x.verdict) for x in drafts[0].lines][:1] == [(1, "ok")]
    for line in drafts[0].lines:
        assert line.source_name == "" and (line.span is None or body[slice(*line.span)] == line.source)


def test_an_electronic_order_in_the_words_of_a_page_is_read():
    escaped = UBL.replace("<", "&lt;").replace(">", "&gt;")
    assert lines(body=f"<p>Our order:</p><pre>{escaped}</pre>") == OWN_LINE


def test_mails_inside_mails_are_read_to_a_depth():
    def wrap(data):
        mark = b"m%d" % len(data)
        head = b"From: Ali <a@b.cn>\r\nSubject: fwd\r\nMIME-Version: 1.0\r\n"
        head += b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % mark
        part = b"--%s\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n" % (mark, data)
        return head + part + b"--%s--\r\n" % mark

    data = EML.format(body="see file", csv="商品编码,数量\r\n778-01,3").encode()
    assert lines(wrap(data), "a.eml") == OWN_LINE
    deep = wrap(wrap(wrap(wrap(data))))
    assert reading(deep, "a.eml").unread is not None and lines(deep, "a.eml") == []


@pytest.mark.skipif(not importlib.util.find_spec("pypdf"), reason="pypdf is not installed here")
def test_the_words_of_a_print_wait_for_a_look():
    text = b"BT /F1 12 Tf 50 700 Td (Cola can 330ml 3 cases) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, at = b"%PDF-1.4\n", []
    for i, part in enumerate(parts, 1):
        at.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (i, part)
    table = b"".join(b"%010d 00000 n \n" % x for x in at)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + table
    data += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    assert "Cola can 330ml 3 cases" in print_file.words(data)
    (draft,) = reading(data, "order.bin", customer=2).drafts
    assert [(x.product, x.base, x.verdict, x.question.code) for x in draft.lines] == [
        (1, 72, "ask", "file_print")
    ]
    assert reading(data[:200], "order.pdf").unread.code == "file_kind"


def test_a_picture_is_read_by_what_is_passed_in():
    picture = b"\x89PNG" + b"\0" * 30
    (draft,) = reading(picture, "p.bin", ocr=lambda data: "可乐 330ml 3箱\n山泉水 550ml 1?箱").drafts
    assert [(x.product, x.verdict, x.source_name) for x in draft.lines] == [
        (1, "ok", "p.bin"),
        (6, "ask", "p.bin"),
    ]
    assert reading(picture, "p.png", ocr=lambda data: "").unread.code == "file_picture"
    assert (
        reading(picture, "logo.png", body=OWN, ocr=lambda data: "水 3箱").drafts[0].lines[0].source_name == ""
    )


def test_a_word_that_was_hard_to_read_carries_a_question_mark():
    rows = ["level\tpage"] + [
        f"5\t1\t1\t1\t{line}\t{word}\t0\t0\t9\t9\t{sure}\t{text}"
        for line, word, sure, text in [
            (1, 1, 96.2, "Cola"),
            (1, 2, 41.5, "10"),
            (2, 1, 30, "Milk"),
            (2, 2, 95, "5"),
        ]
    ]
    assert photo._lines("\n".join(rows)) == "Cola 10?\nMilk 5"


def test_characters_of_one_chinese_word_are_put_together():
    boxes = [(0, "山泉"), (64, "水"), (100, "3"), (140, "箱"), (300, "可"), (334, "乐")]
    rows = [
        f"5\t1\t1\t1\t1\t{i}\t{left}\t0\t{30 * len(word)}\t30\t95\t{word}"
        for i, (left, word) in enumerate(boxes)
    ]
    assert photo._lines("\n".join(rows)) == "山泉水 3 箱 可乐"


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed here")
@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Spring water 550ml 3 cases\nIce tea 500ml 2 cases", [(6, 72, "ok"), (8, 30, "ok")]),
        ("山泉水 550ml 3箱\n冰红茶 500ml 2箱", [(6, 72, "ok"), (8, 30, "ok")]),
    ],
)
def test_a_real_picture_is_read(words, lines):
    draft = reading(picture(words), "p.png", ocr=photo.words).drafts[0]
    assert [(x.product, x.base, x.verdict) for x in draft.lines] == lines


def picture(words: str) -> bytes:
    """A PNG with these words, in the font that the tests' machine has for Chinese."""
    fonts = list(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"))
    if not fonts:
        pytest.skip("fonts-noto-cjk is not installed here")
    font = pytest.importorskip("PIL.ImageFont").truetype(fonts[0], 40)
    image = pytest.importorskip("PIL.Image").new("L", (900, 220), 255)
    draw = pytest.importorskip("PIL.ImageDraw").Draw(image)
    draw.multiline_text((30, 30), words, fill=0, font=font, spacing=20)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_files_that_hold_no_order_say_so():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.bin", b"\0")
    assert reading(file.getvalue(), "a.zip").unread.code == "file_kind"
    assert reading(b"\x7fELF\0\0\0", "a").unread.code == "file_kind"
    assert reading("可乐", "a.txt", body="x" * 70_000 + OWN).unread.code == "text_too_long"
    many = tuple(File(f"{i}.txt", "", b"hello") for i in range(25))
    assert read(message(OWN, 9, None, many), KNOWLEDGE).unread.code == "too_many_files"
