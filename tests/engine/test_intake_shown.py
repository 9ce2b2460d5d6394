import pytest
from engine.intake.shown import Block, blocks, excerpt

MAIL = """Subject: RE: order

Cola 10 please

Best regards
Ann

On Monday you wrote:
> cola 50
"""
HTML = """Subject: order

<html><head><!-- for mail programs --></head><body style="color: red"><p>Hi,</p>
<table><tr><td>Cola</td><td>10</td></tr>
<tr><td>Milk &amp; more</td><td>4</td></tr></table>
<blockquote type="cite">cola 50 cases</blockquote></body></html>"""


def test_what_others_wrote_and_the_signature_are_set_apart_in_a_mail():
    assert blocks(MAIL, [(MAIL.index("Cola"), MAIL.index(" please"), 1)], mail=True) == [
        Block((("Subject: RE: order\n\n", None), ("Cola 10", 1), (" please", None))),
        Block((("Best regards\nAnn\n\nOn Monday you wrote:\n> cola 50", None),), quoted=True),
    ]


def test_a_chat_is_shown_as_it_is():
    (block,) = blocks("Cola 10\nBest regards\nAnn\n", [])
    assert block == Block((("Cola 10\nBest regards\nAnn", None),))


def test_of_html_the_words_are_shown_and_marked_in_their_place():
    start = HTML.index("Milk")
    assert blocks(HTML, [(start, HTML.index("</td><td>4"), 7)]) == [
        Block((("Subject: order\nHi,\nCola 10\n", None), ("Milk & more", 7), (" 4", None))),
        Block((("cola 50 cases", None),), quoted=True),
    ]


def test_marked_words_are_never_set_apart():
    text = "Milk 5\n> cola 50\n> regards"
    assert blocks(text, [(9, 16, 1)], mail=True) == [
        Block((("Milk 5\n> ", None), ("cola 50", 1))),
        Block((("> regards", None),), quoted=True),
    ]


def test_columns_stay_and_long_gaps_are_closed():
    text = "cola      10\n   \n\n  \n\nmilk"
    (block,) = blocks(text, [])
    assert block.parts == (("cola      10\n\nmilk", None),)


@pytest.mark.parametrize("mail", [True, False])
@pytest.mark.parametrize("text", ["", "\n \n", "cola", "cola\r\nmilk\u2028tea\n", "a\x0bb\x0c\n\n", MAIL])
def test_no_word_is_lost(text, mail):
    made = blocks(text, [(0, 99, 1), (-1, 2, 2)], mail)
    shown = "\n".join("".join(part for part, _key in block.parts) for block in made)
    assert shown.split() == text.split()


def test_a_mark_over_two_lines_stays_whole():
    assert blocks("a\nb\nc", [(0, 3, 1)]) == [Block((("a\nb", 1), ("\nc", None)))]


def test_the_beginning_in_one_line():
    assert excerpt(HTML).startswith("Subject: order Hi, Cola 10 Milk & more 4")
    assert "color" not in excerpt(HTML)
    assert excerpt("") == ""
    long = excerpt("cola 10, " * 1000)
    assert len(long) <= 200
    assert long.endswith("…")
