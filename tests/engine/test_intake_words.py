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
