import pytest
from engine.intake import units
from engine.intake.lessons import Correction, Lesson, is_word, lessons, product_words, unit_word

COLA, MILK = 1, 2
NAMES = {"Cola 330ml", "A1"}


def taught(**values):
    made = {
        "words": "肥宅水",
        "source": "肥宅水4箱",
        "from_file": False,
        "question": None,
        "product_read": None,
        "product": COLA,
        "unit_read": "case",
        "unit": "case",
        "same_number": True,
    } | values
    return lessons(Correction(**made), {}, NAMES)


def test_another_product_teaches_a_word():
    assert taught(question="unknown_product") == [Lesson("word", "肥宅水", COLA)]
    assert taught(product_read=MILK) == [Lesson("word", "肥宅水", COLA)]
    assert taught(product_read=COLA, question="which_product") == [Lesson("word", "肥宅水", COLA)]


def test_what_stands_as_it_was_read_teaches_nothing():
    assert taught(product_read=COLA) == []


@pytest.mark.parametrize(
    "question", ["outlier", "half_unit", "vague_quantity", "bad_quantity", "no_quantity"]
)
def test_an_answer_about_an_amount_teaches_nothing(question):
    assert taught(product_read=COLA, question=question, unit="piece") == []


@pytest.mark.parametrize("words", ["", "330", "12 24", "x" * 61])
def test_what_is_no_word_is_not_remembered(words):
    assert not is_word(words)
    assert taught(words=words, product_read=MILK) == []


def test_the_own_name_of_a_product_keeps_its_meaning():
    assert taught(words="ＣＯＬＡ 330ml", product_read=MILK) == []


def test_an_unknown_code_in_a_file_teaches_the_customers_code():
    assert taught(words="GH-1001", from_file=True, question="unknown_product") == [
        Lesson("code", "GH-1001", COLA)
    ]
    assert taught(words="GH-1001", from_file=True, product_read=MILK) == []


def test_another_unit_teaches_the_word_for_it_or_the_unit_of_a_bare_number():
    assert taught(product_read=COLA, source="肥宅水4件", unit="inner") == [Lesson("unit", "件", unit="inner")]
    assert taught(product_read=COLA, source="肥宅水4", question="which_unit", unit_read=None) == [
        Lesson("usual_unit", product=COLA, unit="case")
    ]


def test_another_unit_with_another_number_is_another_amount():
    assert taught(product_read=COLA, source="肥宅水4件", unit="piece", same_number=False) == []


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("可乐10件", "可乐", "件"),
        ("cola 10 ctn", "cola", "ctn"),
        ("ten cases cola", "cola", "cases"),
        ("可乐10", "可乐", None),
        ("cola 10", "cola", None),
        ("10 整箱 可乐", "可乐", "整箱"),
    ],
)
def test_the_unit_word_of_a_line(source, words, expected):
    assert unit_word(source, words, units.words({})) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("肥宅水4箱", "肥宅水"),
        ("肥宅水十二箱", "肥宅水"),
        ("10 ctn blue can", "blue can"),
        ("blue can 10", "blue can"),
        ("可乐330 2箱", "可乐330"),
        ("cola 1.5 cases,", "cola"),
        ("", ""),
    ],
)
def test_the_words_of_a_product_without_its_amounts(source, expected):
    assert product_words(source, units.words({})) == expected
