import pytest
from engine.intake.shown import Block, blocks

OWN = "Cola 10 please\n"
QUOTE = "\nOn Monday you wrote:\n> cola 50\n"


def test_what_others_wrote_is_set_apart():
    own = OWN + " " * len(QUOTE)
    own = "".join("\n" if a == "\n" else b for a, b in zip(OWN + QUOTE, own, strict=True))
    assert blocks(OWN + QUOTE, own, [(0, 7, 1)]) == [
        Block((("Cola 10", 1), (" please", None))),
        Block((("On Monday you wrote:\n> cola 50", None),), quoted=True),
    ]


def test_marked_words_are_never_set_apart():
    text = "> cola 50\n> regards"
    blank = " " * 9 + "\n" + " " * 9
    assert blocks(text, blank, [(2, 9, 1)]) == [
        Block((("> ", None), ("cola 50", 1))),
        Block((("> regards", None),), quoted=True),
    ]


def test_gaps_of_hidden_parts_are_closed():
    text = "cola      10\n   \n\n  \n\nmilk"
    (block,) = blocks(text, text, [])
    assert block.parts == (("cola 10\n\nmilk", None),)


@pytest.mark.parametrize("text", ["", "\n \n", "cola", "cola\r\nmilk\u2028tea\n", "a\x0bb\x0c\n\n"])
def test_no_word_is_lost(text):
    shown = "".join(
        part for block in blocks(text, text, [(0, 99, 1), (-1, 2, 2)]) for part, _key in block.parts
    )
    assert shown.split() == text.split()


def test_a_mark_over_two_lines_stays_whole():
    assert blocks("a\nb\nc", "a\nb\nc", [(0, 3, 1)]) == [Block((("a\nb", 1), ("\nc", None)))]
