import pytest
from engine.intake import order_sheet, units
from engine.intake.columns import columns, heading, is_heading
from engine.intake.readers.table_orders import LABEL_CUSTOMER, LABEL_DATE, LABEL_REFERENCE
from engine.intake.vocabulary import vocabulary

WORDS = units.words({})
LANGUAGES = sorted(vocabulary().sheets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readers_know_every_heading(language):
    texts = order_sheet.labels(language)
    row = [texts.code, texts.barcode, texts.product, texts.spec, texts.unit, texts.quantity, texts.price]
    found = columns(row, WORDS)
    roles = {role: at for role, at in found.at.items()}
    assert roles == {"code": 0, "barcode": 1, "name": 2, "spec": 3, "unit": 4, "price": 6}
    assert (found.amounts, found.others, is_heading(found)) == ([(5, None)], [], True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readers_know_every_label_and_a_workbook_takes_every_text(language):
    texts = order_sheet.labels(language)
    labels = ((LABEL_CUSTOMER, texts.customer), (LABEL_DATE, texts.date), (LABEL_REFERENCE, texts.reference))
    assert [label for pattern, label in labels if not pattern.search(heading(label))] == []
    assert len(texts.title) <= 31 and not set(texts.title) & set("[]:*?/\\'")
    assert all(len(said) <= 255 for said in (texts.unit_error, texts.quantity_error, texts.date_error))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["piece", "inner", "case", "pallet"])
def test_a_unit_is_read_as_it_was_written(language, kind):
    word = order_sheet.unit_word(kind, language, WORDS)
    assert WORDS[word] == kind


def test_a_word_that_means_something_else_to_the_customer_is_not_written():
    assert order_sheet.unit_word("case", "zh", {**WORDS, "箱": "piece"}) == "件"
    assert order_sheet.unit_word("case", "zh_CN", {}) is None


def test_another_language_gets_english():
    assert order_sheet.labels("th_TH") == order_sheet.labels("en_US") != order_sheet.labels("fr_FR")
    assert order_sheet.unit_word("case", "th_TH", WORDS) == "case"
