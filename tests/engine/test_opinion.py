"""The answer form of a customer: whatever comes in, it is read without a fault of ours."""

import pytest
from engine.opinion import MAX_TEXT, Opinion, read_opinion


def test_a_whole_answer_is_read():
    form = {
        "product": "5",
        "speed": "4",
        "packaging": "3",
        "service": "3",
        "receipt": "complete",
        "text": " 好 ",
    }
    opinion = read_opinion(form)
    assert opinion == Opinion({"product": 5, "speed": 4, "packaging": 3, "service": 3}, "complete", "好")
    assert not opinion.is_complaint


def test_one_star_is_an_answer_and_nothing_is_none():
    assert read_opinion({"service": "3"}) == Opinion({"service": 3})
    assert read_opinion({"text": "\r\n "}).faults == ("empty",)
    assert read_opinion({}).faults == ("empty",)


@pytest.mark.parametrize("value", ["0", "6", "-1", "5.0", "five", "５", " 5", "1e0", "nan"])
def test_a_rating_that_the_form_does_not_offer_is_a_fault(value):
    opinion = read_opinion({"product": value, "speed": "4"})
    assert opinion.faults == ("stars",)
    assert opinion.stars == {"speed": 4}


def test_an_unknown_receipt_is_a_fault():
    opinion = read_opinion({"receipt": "partly", "speed": "4"})
    assert (opinion.faults, opinion.receipt) == (("receipt",), None)


def test_the_limit_counts_a_line_end_once():
    fits = "a\r\n" * (MAX_TEXT // 2 - 1) + "bc"
    assert read_opinion({"text": fits}).faults == ()
    assert read_opinion({"text": fits + "d"}).faults == ("long",)


def test_a_text_that_is_too_long_is_kept_whole():
    opinion = read_opinion({"text": "长" * (MAX_TEXT + 5)})
    assert opinion.faults == ("long",)
    assert len(opinion.text) == MAX_TEXT + 5


def test_a_character_that_no_database_holds_is_a_fault():
    assert read_opinion({"text": "a\x00b"}).faults == ("nul",)


def test_a_file_where_words_belong_is_nothing():
    assert read_opinion({"text": object(), "product": object()}).faults == ("empty",)


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"product": "2"}, True),
        ({"product": "3"}, False),
        ({"product": "5", "speed": "1"}, True),
        ({"receipt": "missing"}, True),
        ({"receipt": "damaged", "product": "5"}, True),
        ({"receipt": "complete"}, False),
    ],
)
def test_what_needs_care(form, complaint):
    assert read_opinion(form).is_complaint is complaint
