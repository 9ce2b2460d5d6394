"""E-mail bodies: quotes, signatures, notices and mark-up give no lines; tables are read like sheets."""

from datetime import date

import pytest
from engine.intake import email_body, markup, read
from engine.intake.model import Customer, File, Knowledge
from hypothesis import given
from hypothesis import strategies as st
from test_intake_text import CUSTOMERS, PRODUCTS, message

CHAIN = Customer(9, "CU09", "好又多超市", ("好又多",), "zh", "case", (), {"778-01": 1, "778-04": 4})
KNOWLEDGE = Knowledge(PRODUCTS, (*CUSTOMERS, CHAIN))
OWN = "可乐 330ml 3箱"


def reading(text, customer=9, files=(), **values):
    return read(message(text, customer, None, files), KNOWLEDGE, **values)


def lines(text, **values):
    return [(x.product, x.base, x.verdict) for d in reading(text, **values).drafts for x in d.lines]


def shown(text):
    """The visible words of a text, with the empty space between them closed."""
    visible = email_body.visible(text)
    assert len(visible) == len(text)
    return "\n".join(" ".join(line.split()) for line in visible.split("\n") if line.strip())


@pytest.mark.parametrize(
    "quote",
    [
        "> 雪碧 330ml 5箱\n> 谢谢",
        "On Tue, 10 Mar 2026 at 09:38, Ali Mart <a@b.cn> wrote:\n> 雪碧 330ml 5箱",
        "On Tue, 10 Mar 2026 at 09:38, Ali Mart\n<a@b.cn> wrote:\n\n雪碧 330ml 5箱",
        "-----Original Message-----\nFrom: Ali\nSent: 10 March\n\n雪碧 330ml 5箱",
        "------------------ 原始邮件 ------------------\n发件人: 李\n雪碧 330ml 5箱",
        "发件人: 李家超市\n发送时间: 2026年3月10日 9:38\n收件人: 王\n主题: 要货\n\n雪碧 330ml 5箱",
        "在 2026年3月10日 09:38,李家超市<li@x.cn> 写道:\n雪碧 330ml 5箱",
        "Le mar. 10 mars 2026 à 09:38, Ali <a@b.fr> a écrit :\n> 雪碧 330ml 5箱",
        "Am 10.03.2026 um 09:38 schrieb Ali Mart:\n> 雪碧 330ml 5箱",
        "El mar, 10 mar 2026 a las 9:38, Ali (<a@b.es>) escribió:\n雪碧 330ml 5箱",
        "Em ter., 10 de mar. de 2026 às 09:38, Ali escreveu:\n雪碧 330ml 5箱",
        "Pada Sel, 10 Mac 2026 pada 9:38 PG Ali menulis:\n雪碧 330ml 5箱",
        "________________________________\nVon: Ali Mart\nGesendet: Dienstag\nAn: uns\nBetreff: "
        "Bestellung\n\n雪碧 330ml 5箱",
        "De : Ali\nEnvoyé : mardi\nÀ : nous\nObjet : commande\n\n雪碧 330ml 5箱",
    ],
)
def test_what_is_quoted_is_not_ordered_again(quote):
    assert shown(f"{OWN}\n\n{quote}\n") == OWN
    assert lines(f"{OWN}\n\n{quote}\n") == [(1, 72, "ok")]


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote>雪碧 330ml 5箱<br>水 3箱</blockquote>",
        '<div class="gmail_quote"><div>On 10 March Ali wrote:</div><div>雪碧 330ml 5箱</div></div>',
        '<hr><div id="divRplyFwdMsg"><b>From:</b> Ali</div><div>雪碧 330ml 5箱</div>',
        '<p data-o-mail-quote="1">雪碧 330ml 5箱</p>',
        "<div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>雪碧 330ml 5箱</div>",
        "<p><b>From:</b> Ali<br><b>Sent:</b> 10 March<br><b>Subject:</b> order</p><p>雪碧 330ml 5箱</p>",
    ],
)
def test_what_html_quotes_is_not_ordered_again(quote):
    text = (
        f"<html><head><style>p {{ margin: 5px }}</style></head><body><!-- 5箱水 --><p>{OWN}</p>"
        f"{quote}</body></html>"
    )
    assert shown(text) == OWN
    assert lines(text) == [(1, 72, "ok")]


def test_answers_between_and_below_quoted_lines_are_read():
    text = f"On 10 March Ali wrote:\n> 雪碧 330ml 5箱\n\n{OWN}\n> 水 2箱\n谢谢"
    assert shown(text) == OWN


@pytest.mark.parametrize(
    "end",
    [
        "-- \nAli Mart\nUnit 5, 120 Harbour Road",
        "Best regards,\nAli\nPurchasing, Room 12",
        "Regards, Ali Mart",
        "Thanks!\nAli\nTel: +86 571 88880000",
        "此致\n敬礼\n王经理",
        "采购部 电话 0571-88886666 手机 13900001111",
        "Mit freundlichen Grüßen\nAli",
        "Cordialement\nAli",
        "This e-mail and any attachments are confidential.\nIf you received 10 of them, delete them.",
        "发自我的iPhone",
        "Sent from my iPhone",
    ],
)
def test_signatures_and_notices_are_no_words_of_an_order(end):
    assert shown(f"{OWN}\n\n{end}") == OWN


def test_order_lines_behind_a_greeting_or_a_closing_are_read():
    text = f"Hi,\nthanks\n{OWN}\nRegards, Ali\nPS: also 2 cases of milk"
    assert shown(text) == f"Hi,\nthanks\n{OWN}\nPS: also 2 cases of milk"


def test_a_forwarded_order_is_read_and_what_it_quotes_is_not():
    forward = (
        "---------- Forwarded message ---------\nFrom: 张记便利店 <z@x.cn>\nDate: Tue\nSubject: 订单\n\n"
    )
    text = f"Subject: FW: 订单\n\nPlease see customer's order below.\n\n{forward}{OWN}\n谢谢\n\n> 水 9箱"
    assert lines(text, customer=None) == [(1, 72, "ok")]
    assert reading(text, customer=None).drafts[0].customer == 1
    assert lines(f"<div><blockquote><p>{OWN}</p><blockquote>水 9箱</blockquote></blockquote></div>") == [
        (1, 72, "ok")
    ]
    assert lines(f"> {OWN}\n>> 水 9箱") == [(1, 72, "ok")]
    assert lines(f"Thank you, we confirm.\n\n> {OWN}") == []


def test_entities_are_words_in_their_place():
    text = "<p>Milk&nbsp;250ml &#21487;&#20048; 330ml&amp;more</p>"
    visible = email_body.visible(text)
    assert visible.split() == ["Milk", "250ml", "可乐", "330ml&more"]
    assert visible.index("Milk") == text.index("Milk") and len(visible) == len(text)


def test_the_subject_is_read_but_only_numbers_of_an_answer():
    assert shown("Subject: 水 3箱 19 March\n\n你好") == "水 3箱 19 March\n你好"
    assert shown("Subject: RE: 水 3箱 PO-4471\n\n你好") == "PO-4471\n你好"
    assert shown("主题:BC-778\n\n取消 BC-778") == "取消 BC-778"


TABLE = (
    "<table border=1><thead><tr><th>序号</th><th>商品编码</th><th>品名规格</th><th>单位</th><th>"
    "订购数</th><th>要求到货</th></tr></thead>"
    "<tr><td>1</td><td>778-01</td><td>可乐&nbsp;330ml 罐</td><td>箱</td><td align=right>20</td><td>"
    "2026/3/19</td></tr>"
    "<tr><td>2</td><td>778-04</td><td>雪碧 330ml 罐</td><td>箱</td><td>10</td><td>2026/3/19</td></tr>"
    "<tr><td></td><td colspan=3>合计</td><td>30</td><td></td></tr></table>"
)


def test_a_table_in_a_message_is_read_like_a_sheet():
    text = (
        f"Subject: 订单 PO-4499\n\n<html><body><p>您好,订单如下。</p>{TABLE}<p>采购部 电话 "
        f"0571-88886666</p></body></html>"
    )
    (draft,) = reading(text).drafts
    assert (draft.date, draft.customer_ref) == (date(2026, 3, 19), "4499")
    assert [(x.product, x.base, x.verdict, x.source_name) for x in draft.lines] == [
        (1, 480, "ok", ""),
        (4, 240, "ok", ""),
    ]
    assert draft.lines[0].source == "1 | 778-01 | 可乐 330ml 罐 | 箱 | 20 | 2026/3/19"
    assert text[slice(*draft.lines[0].span)].startswith("1</td><td>778-01")


@pytest.mark.parametrize(
    "text",
    [
        f"<table><tr><td><p>Hello</p>{TABLE}</td></tr><tr><td>Ali Mart, 5 Road</td></tr></table>",
        "| 商品编码 | 品名 | 单位 | 订购数 | 要求到货 |\n|---|---|---|---|---|\n| 778-01 | 可乐330ml罐 | "
        "箱 | 20 | 2026/3/19 |\n"
        "| 778-04 | 雪碧330ml罐 | 箱 | 10 | 2026/3/19 |\n| 合计 | | | 30 | |",
        "您好\n商品编码\t品名\t单位\t订购数\n778-01\t可乐330ml罐\t箱\t20\n778-04\t雪碧330ml罐\t箱\t10\n谢谢",
        "<table><tr><td>可乐 330ml 罐</td><td>20</td><td>箱</td></tr><tr><td>雪碧 330ml 罐</td><td>10</td>"
        "<td>箱</td></tr></table>",
        "<table><tr><th rowspan=2>商品</th><th colspan=2>数量</th></tr><tr><th>箱</th><th>瓶</th></tr>"
        "<tr><td>可乐 330ml 罐</td><td>20</td><td></td></tr><tr><td>雪碧 330ml 罐</td><td>9</td><td>"
        "24</td></tr></table>",
    ],
)
def test_tables_nested_drawn_tabbed_bare_and_with_a_heading_of_two_rows(text):
    assert lines(text) == [(1, 480, "ok"), (4, 240, "ok")]


def test_a_table_takes_day_and_customer_from_the_words_around_it():
    text = (
        f"<p>Delivery Friday please</p>{TABLE.replace('2026/3/19', '').replace('要求到货', '')}<p>"
        f"Regards<br>好又多超市</p>"
    )
    (draft,) = reading(text, customer=None).drafts
    assert (draft.customer, draft.date) == (9, date(2026, 3, 20))
    assert [x.verdict for x in draft.lines] == ["ok", "ok"]


def test_goods_named_beside_a_table_are_asked_about():
    assert reading(f"<p>另外加山泉水 550ml 3箱</p>{TABLE}").drafts[0].question.code == "body_and_file"
    assert reading(f"<p>以下退货,破损</p>{TABLE}").drafts[0].question.code == "goods_back"
    assert {d.kind for d in reading(f"<p>先别发,等我通知</p>{TABLE}").drafts} == {"hold"}


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (f"Subject: 付款通知\n\n<p>已付</p>{TABLE}", None),
        (
            "<table><tr><th>发票号</th><th>品名</th><th>数量</th></tr><tr><td>88012</td><td>可乐330ml</td><td>200</td></tr></table>",
            None,
        ),
        (
            "<table><tr><th>条码</th><th>品名</th><th>单价</th></tr><tr><td>2000000000001</td><td>可乐</td><td>48</td></tr></table>",
            "table_no_heading",
        ),
    ],
)
def test_a_table_that_is_no_order_gives_no_lines(text, unread):
    result = reading(text)
    assert result.drafts == () and (result.unread and result.unread.code) == unread


def test_a_quoted_table_is_not_ordered_again():
    assert lines(f"<p>{OWN}</p><blockquote>{TABLE}</blockquote>") == [(1, 72, "ok")]
    assert lines(f"<p>见下</p><blockquote>{TABLE}</blockquote>") == [(1, 480, "ok"), (4, 240, "ok")]


EML = (
    "From: Ali <a@b.cn>\r\nSubject: order\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
    "boundary=x\r\n\r\n"
    "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n--x\r\nContent-Type: text/csv\r\n"
    'Content-Disposition: attachment; filename="o.dat"\r\n\r\n{csv}\r\n--x--\r\n'
)


def test_an_email_that_arrives_as_a_file_is_opened():
    data = EML.format(body="see file", csv="商品编码,数量\r\n778-01,3").encode()
    assert lines("", files=(File("mail.bin", "", data),)) == [(1, 72, "ok")]
    (draft,) = reading("", files=(File("m.eml", "", EML.format(body=OWN, csv="").encode()),)).drafts
    assert [(x.product, x.source_name, x.span) for x in draft.lines] == [(1, "m.eml", None)]


@given(st.lists(st.sampled_from(["<table>", "<tr>", "<td rowspan=9 "
    "colspan=9>", "</td>", "</table>", "<!--", "-->", "<style>", "<blockquote>",
    "</blockquote>", "&nbsp;", "&#x41;", "\n> ", "On 1 May x "
    "wrote:", "可乐 3箱", "数量", "品名", "\t", "|", "<", ">", "\u202e", "-- \n"]), max_size=60))  # fmt: skip
def test_no_markup_makes_a_body_change_its_length(parts):
    text = "".join(parts)
    assert len(email_body.visible(text)) == len(text)
    if markup.is_html(text):
        assert len(markup.Page(text).shown) == len(text)
    reading(text)
