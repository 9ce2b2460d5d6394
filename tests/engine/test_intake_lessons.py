import pytest
from engine.intake import units
from engine.intake.lessons import Correction, Lesson, is_word, lessons, product_words, unit_word
from engine.intake.model import Naming

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
    # one that was known as another product contradicts itself: a person decides
    assert taught(words="GH-1001", from_file=True, product_read=MILK) == [Lesson("code", "GH-1001", COLA)]


@pytest.mark.parametrize("words", ["84消毒液", "7", "330", "000"])
def test_a_name_with_a_figure_in_a_file_is_no_code(words):
    made = taught(words=words, from_file=True, question="unknown_product")
    assert [lesson.kind for lesson in made] == (["word"] if is_word(words) else [])


def row(*codes, name="", written=None, **values):
    made = {"from_file": True, "naming": Naming(codes, name, written), "question": "unknown_product"}
    return taught(**made | values)


def test_a_row_teaches_the_code_else_the_barcode_else_the_name():
    assert row("K-1", "2000000000099", name="Fizz") == [Lesson("code", "K-1", COLA)]
    assert row("2000000000099", name="Fizz") == [Lesson("code", "2000000000099", COLA)]
    assert row(name="Fat  house water") == [Lesson("word", "Fat house water", COLA)]
    assert row(name="7up") == [Lesson("code", "7up", COLA)]
    assert row() == []


@pytest.mark.parametrize("code", ["0", "-", "0000000000000", "x" * 61])
def test_what_stands_for_no_code_teaches_none(code):
    assert row(code, name="Fizz") == [Lesson("word", "Fizz", COLA)]


def test_a_code_or_barcode_of_ours_keeps_its_meaning_unless_it_was_only_guessed_at():
    assert row("A1", name="Fizz", question=None, product_read=MILK) == []
    assert row("K-1", "a1", question=None, product_read=MILK) == []
    assert row("A1", question="product_guess", product_read=MILK) == [Lesson("code", "A1", COLA)]
    assert row("A1", question="product_guess", product_read=COLA) == [Lesson("code", "A1", COLA)]
    assert row(name="Cola 330ml", question="product_guess", product_read=COLA) == [
        Lesson("word", "Cola 330ml", COLA)
    ]
    assert row(name="Cola 330ml", question="product_guess", product_read=MILK) == []


def test_names_that_contradict_each_other_teach_nothing():
    assert row("K-1", name="Fizz", question="product_conflict") == []


def test_a_row_teaches_its_unit_word_the_unit_of_a_bare_number_or_nothing():
    asked = {"product_read": COLA, "unit_read": None}
    assert row(written="Trade Unit", question="unit_not_sold", **asked) == [
        Lesson("unit", "trade unit", unit="case")
    ]
    assert row(written="24", question="unit_not_sold", **asked) == []
    assert row(written="", question="which_unit", **asked) == [
        Lesson("usual_unit", product=COLA, unit="case")
    ]
    # the heading of the column says the unit
    assert row(question=None, product_read=COLA, unit_read="piece") == []


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
