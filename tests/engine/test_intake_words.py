"""The words of the languages: what each file must hold to."""

import configparser
from collections import Counter

import pytest
from engine.intake.vocabulary import FOLDER


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ini")), ids=lambda path: path.stem)
def test_a_word_of_a_language_stands_in_one_role_only(path):
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.read_string(path.read_text(encoding="utf-8"))
    words = " , ".join(parser["roles"].values()).split(",")
    counted = Counter(word.strip() for word in words if word.strip())
    assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ini")), ids=lambda path: path.stem)
def test_no_comma_is_missing_between_the_words_of_two_lines(path):
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.read_string(path.read_text(encoding="utf-8"))
    lists = [
        section
        for section in parser.sections()
        if section not in ("patterns", "parts", "signs", "order_sheet")
    ]
    broken = [
        line
        for section in lists
        for text in parser[section].values()
        for line in text.split("\n")[:-1]
        if not line.endswith(",")
    ]
    assert broken == []


def test_a_heading_stands_for_one_thing_in_all_languages():
    told = {}
    for path in FOLDER.glob("*.ini"):
        parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
        parser.read_string(path.read_text(encoding="utf-8"))
        for role, words in parser["columns"].items():
            for word in words.split(","):
                told.setdefault(word.strip(), set()).add(role)
    assert {word: roles for word, roles in told.items() if len(roles) > 1} == {}
