import hashlib
import hmac
from email.message import EmailMessage

import pytest
from engine.intake import api_order, chat_message
from engine.intake.envelope import opened
from engine.intake.fingerprint import fingerprint
from engine.intake.sender import same_phone


@pytest.mark.parametrize(
    ("sender", "stored", "country", "same"),
    [
        ("+86 138 0013 8000", "138-0013-8000", "86", True),
        ("008613800138000", "+86 138 0013 8000", "86", True),
        ("13800138000", "+86 13800138000", "49", True),
        ("+49 30 1234567", "030 1234567", "49", True),
        ("+49 40 1234567", "030 1234567", "49", False),
        ("1234567", "1234567", "86", False),
        ("13900138000", "13800138000", "86", False),
        ("030 1234567 ext. 12", "+49 (0)30 1234567", "49", False),
    ],
)
def test_a_telephone_is_known_however_it_is_written(sender, stored, country, same):
    assert same_phone(sender, stored, country) is same


def test_white_space_width_and_the_order_of_files_make_no_other_message():
    assert fingerprint("可乐10箱") == fingerprint(" 可乐 １０箱\n")
    assert fingerprint("", ["a", "b"]) == fingerprint("", ["b", "a"]) != fingerprint("", ["a"])
    assert fingerprint(" \n") == ""


def test_a_signature_binds_secret_time_and_body():
    signed = hmac.new(b"s3cret", b'1000.{"a":1}', hashlib.sha256).hexdigest()
    assert chat_message.is_signed(["s3cret"], "1000", signed, b'{"a":1}', 1000)
    assert chat_message.is_signed(["s3cret"], "1000", "sha256=" + signed, b'{"a":1}', 1300)
    assert not chat_message.is_signed(["s3cret"], "1000", signed, b'{"a":1}', 1301)
    assert not chat_message.is_signed(["s3cret"], "1001", signed, b'{"a":1}', 1000)
    assert not chat_message.is_signed(["s3cret"], "1000", signed, b'{"a":2}', 1000)
    assert chat_message.is_signed(["other", "s3cret"], "1000", signed, b'{"a":1}', 1000)
    assert not chat_message.is_signed([], "1000", signed, b'{"a":1}', 1000)
    assert not chat_message.is_signed(["other"], "1000", signed, b'{"a":1}', 1000)
    assert not chat_message.is_signed([""], "1000", chat_message.signature("", "1000", b""), b"", 1000)


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[" * 100_000, b'"x"', b'{"id": "1"}', b'{"id": 1, "from": "a"}']
)
def test_a_body_that_is_no_chat_message_is_refused(body):
    with pytest.raises(chat_message.Faulty):
        chat_message.message(body)


def test_an_order_of_other_software_is_checked_before_it_is_kept():
    assert api_order.refused(b'{"lines": [{}]}') is None
    assert api_order.refused(b'[{"lines": [{}]}, {"lines": [{}]}]') is None
    assert api_order.refused(b"[]") == api_order.NO_ORDER
    assert api_order.refused(b"{") == api_order.refused(b"[" * 100_000) == api_order.NO_JSON


def mail(**headers):
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("cola 10 cases")
    return message


def test_an_e_mail_is_opened():
    message = mail(Subject="Order\u4e00", Message_Id="<1@x>")
    message.add_attachment(b"\x00\x01", maintype="image", subtype="png", filename="../a.png")
    found = opened(message.as_bytes())
    assert found.text == "Subject: Order\u4e00\n\ncola 10 cases\n"
    assert [(file.name, file.mimetype, file.data) for file in found.files] == [
        ("a.png", "image/png", b"\x00\x01")
    ]
    assert (found.automatic, found.doubtful, found.identified) == ("", False, True)


def test_a_forwarded_e_mail_is_a_file():
    message = mail(Subject="Fwd")
    message.add_attachment(mail(Subject="Inner"))
    (file,) = opened(message.as_bytes()).files
    assert (file.mimetype, file.name) == ("message/rfc822", "mail-1.eml")
    assert opened(file.data).text == "Subject: Inner\n\ncola 10 cases\n"


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({}, ""),
        ({"Auto_Submitted": "no"}, ""),
        ({"Auto_Submitted": "auto-replied (vacation)"}, "replied"),
        ({"Auto_Submitted": "auto-generated"}, "generated"),
        ({"Precedence": "auto_reply"}, "replied"),
        ({"X_Autoreply": "yes"}, "replied"),
        ({"Precedence": "bulk"}, ""),
    ],
)
def test_a_machine_is_told_from_a_person(headers, automatic):
    assert opened(mail(**headers).as_bytes()).automatic == automatic


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: =?gb2312?B?!!!!?=\n\nx",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=none\n\ncola",
        b"Content-Type: message/rfc822\n\n" * 30 + b"x",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%",
        b"From: \n" * 100 + b"Subject: a\r\n b\n\n\xd6\xec\xe9F",
    ],
)
def test_a_broken_e_mail_is_opened_all_the_same(raw):
    assert isinstance(opened(raw).text, str)
