import json

import pytest

from devtools import messages
from devtools.ui import DevError


def write(path, data=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


@pytest.mark.parametrize(
    ("name", "start", "channel"),
    [
        ("order.xml", b"<Order>", "edi"),
        ("order.txt", b"UNB+UNOA:4", "edi"),
        ("order.edi", b"", "edi"),
        ("Order.XLSX", b"PK", "sheet"),
        ("list.csv", b"a;b", "sheet"),
        ("mail.eml", b"From: a", "email"),
        ("mail.html", b"<p>", "email"),
        ("note.jpg", b"\xff\xd8", "photo"),
        ("call.wav", b"RIFF", "voice"),
        ("unborn.txt", b"UNBORN", "chat"),
        ("words", b"10 cola", "chat"),
    ],
)
def test_the_channel_is_guessed_from_name_and_content(tmp_path, name, start, channel):
    path = tmp_path / name
    assert messages.channel_of(path, start) == channel


def test_words_are_taken_as_text_and_other_files_as_files(tmp_path):
    words = write(tmp_path / "a.txt", "\ufeff可乐10箱")
    binary = write(tmp_path / "b.bin", b"\xff\xfe\x00")
    first, second = messages.gather([words, binary])
    assert (first.text, first.files) == ("可乐10箱", ())
    assert (second.text, second.files) == ("", (binary,))


def test_a_folder_gives_its_files_in_order_without_hidden_ones(tmp_path):
    for name in ("b.txt", "a/z.txt", ".git/config"):
        write(tmp_path / name)
    assert [message.name for message in messages.gather([str(tmp_path)])] == ["z.txt", "b.txt"]


def test_an_index_says_more_about_each_message(tmp_path):
    write(tmp_path / "order.xml", "<Order/>")
    rows = [
        {"file": "order.xml", "channel": "edi", "customer": "S1", "external_ref": "E1", "hours_ago": 2},
        {"text": "cola 3", "channel": "phone", "customer": None, "external_ref": None},
    ]
    write(tmp_path / "index.json", json.dumps(rows))
    first, second = messages.gather([str(tmp_path)])
    assert (first.customer, first.external_ref, first.hours) == ("S1", "E1", 2)
    assert first.files == (str(tmp_path / "order.xml"),)
    assert (second.name, second.channel, second.text) == ("message 2", "phone", "cola 3")


def test_a_mail_gives_words_sender_and_files(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "PATHS", type("P", (), {"dev": tmp_path / "dev"}))
    mail = (
        "From: Shop <shop@example.com>\nSubject: order\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=B\n\n"
        "--B\nContent-Type: text/html; charset=utf-8\n\n<p>cola 3 &amp; water</p>\n"
        '--B\nContent-Type: text/csv\nContent-Disposition: attachment; filename="../../list.csv"\n\na;b\n'
        "--B\nContent-Type: text/csv\nContent-Disposition: attachment; filename=..\n\na;b\n--B--\n"
    )
    (message,) = messages.gather([write(tmp_path / "mail.eml", mail)])
    assert (message.channel, message.text, message.sender) == ("email", "cola 3 & water", "shop@example.com")
    folder = tmp_path / "dev/once/mail"
    assert message.files == (str(folder / "_.._list.csv"), str(folder / "file-2"))


@pytest.mark.parametrize("paths", [["nowhere"], ["."]])
def test_what_is_not_there_is_one_clear_line(tmp_path, monkeypatch, paths):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DevError, match="does not exist|no file"):
        messages.gather(paths)
