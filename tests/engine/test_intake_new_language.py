"""A language more is a file more: with one, chats, tables and e-mails in Polish are read."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from engine.intake.vocabulary import FOLDER

ENGINE = FOLDER.parents[1]
POLISH = """
[roles]
filler = dzień dobry, proszę o, proszę, poproszę, na, pozdrawiam
remove = bez
and = i
or = lub
usual = jak zwykle

[units]
case = karton, kartony, kartonów
inner = zgrzewka, zgrzewki, zgrzewek
piece = sztuka, sztuki, sztuk

[numbers]
2 = dwa, dwie

[dates]
day1 = jutro
weekday = poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela
month = stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia,
    września, października, listopada, grudnia

[columns]
name = nazwa towaru
quantity = zamawiana ilość
unit = jednostka miary
note = uwagi
date = termin dostawy

[parts]
total = razem
row_note = uwagi
label_date = dostaw
label_reference = nr zamówienia
order_title = zamówienie
money = zł
telephone = telefon
number_sign = nr
mail_wrote_on = dnia
mail_wrote = napisał
mail_from = od
mail_subject = temat
mail_header = wysłano | do | data
mail_original = wiadomość oryginalna
mail_closing = pozdrawiam | z poważaniem
"""
READ = """
import json, sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from engine.intake import read
from engine.intake.model import Customer, File, Knowledge, Message, Product

units = {"piece": (1, Decimal(1)), "inner": (2, Decimal(6)), "case": (3, Decimal(24))}
products = tuple(Product(key, f"A{key}", (name,), "", (), units) for key, name in enumerate(
    ("Cola can 330ml", "Sok jabłkowy 1L", "Woda źródlana 500ml"), 1))
shop = Customer(1, "C1", "Sklep u Zosi", (), "pl", "case", (1, 2))
now = datetime(2026, 9, 16, 10, 0, tzinfo=timezone(timedelta(hours=8)))
for row in sys.stdin:
    said = json.loads(row)
    files = tuple(File(name, "", text.encode()) for name, text in said["files"])
    found = read(Message(said["channel"], said["text"], files, now, 1), Knowledge(products, (shop,)))
    print(json.dumps([
        [str(d.date), d.customer_ref,
         [[x.product, str(x.quantity.normalize()), x.unit, x.action, x.verdict] for x in d.lines]]
        for d in found.drafts
    ]), flush=True)
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Iterator[subprocess.Popen]:
    """The engine as it is with a file of words more, which reads a message a line."""
    root = tmp_path_factory.mktemp("polish")
    shutil.copytree(ENGINE, root / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "engine" / "intake" / "words" / "pl.ini").write_text(POLISH, "utf-8")
    command = [sys.executable, "-W", "error", "-c", READ]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=root, **pipes) as running:
        yield running


def orders(engine: subprocess.Popen, text: str = "", channel: str = "chat", files: tuple = ()) -> list:
    """What a message means: a day, a reference and lines for each order."""
    print(json.dumps({"text": text, "channel": channel, "files": files}), file=engine.stdin, flush=True)
    return json.loads(engine.stdout.readline())


COLA, JUICE, WATER = (
    [1, "3", "case", "add", "ok"],
    [2, "2", "inner", "add", "ok"],
    [3, "5", "piece", "add", "ok"],
)


@pytest.mark.parametrize(
    ("text", "day", "lines"),
    [
        (
            "Dzień dobry, proszę 3 kartony cola can i dwie zgrzewki soku jabłkowy na jutro",
            "2026-09-17",
            [COLA, JUICE],
        ),
        ("woda źródlana 5 sztuk\ncola can 3 kartony\ndostawa 5 października", "2026-10-05", [WATER, COLA]),
        ("3 kartony cola can na piątek, telefon nr 600 700 800", "2026-09-18", [COLA]),
        ("cola can 3 kartony po 45,50 zł", "None", [COLA]),
    ],
)
def test_a_chat(engine, text, day, lines):
    assert [(d, found) for d, _ref, found in orders(engine, text)] == [(day, lines)]


def test_a_table_with_its_labels_total_and_note(engine):
    table = (
        "Zamówienie;;;\nNr zamówienia;ZAM-2026/77;;\nTermin dostawy;5 października;;\n"
        "Nazwa towaru;Zamawiana ilość;Jednostka miary;Uwagi\n"
        "Cola can 330ml;3;karton;\nSok jabłkowy 1L;2;zgrzewka;\nRazem;5;;\nUwagi: proszę dzwonić;;;\n"
    )
    assert orders(engine, files=(("z.csv", table),)) == [["2026-10-05", "ZAM-2026/77", [COLA, JUICE]]]


@pytest.mark.parametrize(
    "quote",
    [
        "Dnia 15.09.2026 Hurtownia <biuro@hurt.example> napisał:\n> 7 kartonów woda źródlana",
        "-----Wiadomość oryginalna-----\nOd: biuro@hurt.example\nTemat: oferta\n\n7 kartonów woda źródlana",
        "Od: biuro@hurt.example\nWysłano: 15.09.2026\nTemat: oferta\n\n7 kartonów woda źródlana",
    ],
)
def test_an_e_mail_and_what_it_quotes(engine, quote):
    closing = "Z poważaniem\nZofia Nowak\ntelefon 600 700 800"
    mail = f"Dzień dobry,\n\n3 kartony cola can\n\n{closing}\n\n{quote}\n"
    assert [lines for _day, _ref, lines in orders(engine, mail, "email")] == [[COLA]]
