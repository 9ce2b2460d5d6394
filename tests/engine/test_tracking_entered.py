"""Waybill numbers as they are entered: groups of one number belong together, whole numbers stay apart."""

import pytest
from engine.tracking import entered_words, is_number, one_number

YT, SF, UPS, S10 = "YT1234567890123", "SF1234567890123", "1Z999AA10123456784", "RR123456785CN"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" ", ()),
        (YT, (YT,)),
        # The joined form names its carrier.
        ("YT 1234 5678 90123", (YT,)),
        ("yt1234 5678 90123", (YT,)),
        ("YT 1234567890123", (YT,)),
        ("ＹＴ　１２３４　５６７８　９０１２３", (YT,)),
        ("YT\u00a01234\u00a05678\u00a090123", (YT,)),
        ("1Z 999 AA1 01 2345 6784", (UPS,)),
        ("1Z999AA1 0123456784", (UPS,)),
        ("RR 123 456 785 CN", (S10,)),
        ("JJD 0099 9999 9999 999999", ("JJD009999999999999999",)),
        ("00340434 1234 5678 9012", ("00340434123456789012",)),
        ("JDX 0123 4567 8901", ("JDX012345678901",)),
        # None of the words is a whole number, all of them are one.
        ("730123 456789", ("730123456789",)),
        ("7730 1234 5678 901", ("773012345678901",)),
        ("AB 1234 5678", ("AB12345678",)),
        ("RR 123 456 780 CN", ("RR123456780CN",)),
        ("9400 1000 0000 0000 0000 00", ("9400100000000000000000",)),
        # Several numbers in groups.
        ("YT 1234 5678 90123 SF 1234 5678 90123", (YT, SF)),
        ("7730 1234 5678 901 YT 1234 5678 90123", ("773012345678901", YT)),
        ("YT 1234 5678 90123, 730123 456789", (YT, "730123456789")),
        ("1234567890 YT 1234 5678 90123", ("1234567890", YT)),
        # Whole numbers stay several.
        (f"{YT} {SF}", (YT, SF)),
        (f"{YT} {UPS} {S10}", (YT, UPS, S10)),
        ("730123456789 730123456790", ("730123456789", "730123456790")),
        ("73012345 73012346", ("73012345", "73012346")),
        ("BAD20261125002 LATE2026112501", ("BAD20261125002", "LATE2026112501")),
        ("AB123456 AB123457", ("AB123456", "AB123457")),
        (f"{YT} 12", (YT, "12")),
        ("SF123456789012 345", ("SF123456789012", "345")),
        (f"{YT} {YT}", (YT,)),
        # Separators separate always, even what would be one number.
        ("730123,456789", ("730123", "456789")),
        ("730123; 456789", ("730123", "456789")),
        ("730123；456789", ("730123", "456789")),
        ("730123、456789", ("730123", "456789")),
        ("730123\n456789", ("730123", "456789")),
        ("730123\t456789", ("730123", "456789")),
        ("YT 1234, 5678 90123", ("YT", "1234", "567890123")),
        # Words that are no groups stay words.
        ("collected by Mr Li", ("COLLECTED", "BY", "MR", "LI")),
        ("collected by 2 men", ("COLLECTED", "BY", "2", "MEN")),
        ("pick up at 10 30", ("PICK", "UP", "AT", "10", "30")),
        ("tel 138 0013 8000", ("TEL", "138", "0013", "8000")),
        ("7730 1234 of 2026", ("7730", "1234", "OF", "2026")),
        ("Mr Li, YT1234567890123", ("MR", "LI", YT)),
        (f"{YT} 2 boxes", (YT, "2", "BOXES")),
        ("at 10 30", ("AT", "10", "30")),
        ("12 34", ("12", "34")),
        ("123456", ("123456",)),
        ("SF-1234-5678-90123", ("SF-1234-5678-90123",)),
    ],
)
def test_words(text, words):
    assert entered_words(text) == words


def test_what_is_stored_reads_as_itself():
    for text in ("YT 1234 5678 90123 730123456789", "730123 456789", "AB 1234 5678, BAD20261125002"):
        words = entered_words(text)
        assert all(map(is_number, words))
        assert entered_words(", ".join(words)) == words


def test_a_long_text_without_numbers_stays_words():
    assert len(entered_words(" ".join(f"{number} x" for number in range(2000)))) == 2001


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" yt1234567890123 ", YT),
        ("ＹＴ １２３４ ５６７８ ９０１２３", YT),
        ("1Z 999 AA1 01 2345 6784", UPS),
        ("730123 456789", "730123456789"),
        ("AB1234 5678", "AB12345678"),
        ("ZTO 7312 3456", "ZTO73123456"),
        ("123456", "123456"),
        ("BAD20261125002", "BAD20261125002"),
        ("", ""),
        ("12", ""),
        ("Mr Li", ""),
        ("YT12345678/1", ""),
        (f"{YT}, {SF}", ""),
        (f"{YT} {SF}", ""),
        (f"{YT}\n{SF}", ""),
        ("1" * 41, ""),
    ],
)
def test_one_number(text, number):
    assert one_number(text) == number
