"""What the customer is asked about a finding."""

import re

import pytest
from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import CHECKS, IN_GENERAL, Check

# What is the company's own matter, or said by an administrator's rule.
IN_GENERAL_ONLY = {("price_floor", "under_margin"), ("price_floor", "under_list"), ("domain", "domain")}
# Known of each finding, whatever its figures are.
ALWAYS = {"product"}


def figures(text):
    return set(re.findall(r"%\((\w+)\)s", text))


def test_each_code_has_words_for_the_customer_or_deliberately_none():
    general = set()
    for check in CHECKS.values():
        assert set(check.questions) == set(check.sentences), check.code
        general |= {(check.code, code) for code, text in check.questions.items() if text == IN_GENERAL}
    assert general == IN_GENERAL_ONLY


@pytest.mark.parametrize(
    ("check", "code"), [(check.code, code) for check in CHECKS.values() for code in check.questions]
)
def test_a_question_is_one_and_knows_its_figures(check, code):
    text = CHECKS[check].questions[code]
    assert text.rstrip().endswith("?")
    assert figures(text) <= figures(CHECKS[check].sentences[code]) | ALWAYS
    text % dict.fromkeys(figures(text), "")


def test_the_cost_and_the_lowest_price_are_not_told():
    assert not figures(CHECKS["price_floor"].question("under_margin"))


def test_a_check_without_words_asks_in_general():
    assert Check.question("check_failed") == IN_GENERAL
    assert CHECKS["credit"].question("check_failed") == IN_GENERAL
    assert CHECKS["credit"].question("over_limit") != IN_GENERAL
