import pytest
from engine.intake.marks import pieces


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("", [], []),
        ("cola 10", [], [("cola 10", None)]),
        ("cola 10, milk 5", [(0, 7, 1), (9, 15, 2)], [("cola 10", 1), (", ", None), ("milk 5", 2)]),
        ("cola 10, milk 5", [(9, 15, 2), (0, 7, 1)], [("cola 10", 1), (", ", None), ("milk 5", 2)]),
        ("cola 10", [(0, 7, 1), (5, 7, 2)], [("cola 10", 1)]),
        ("a 1\nb 2", [(0, 3, 1), (0, 7, 2)], [("a 1", 1), ("\n", None), ("b 2", 2)]),
        ("cola", [(0, 0, 1), (2, 9, 2)], [("cola", None)]),
    ],
)
def test_pieces(text, spans, expected):
    assert pieces(text, spans) == expected


def test_no_character_is_lost():
    text = "可乐10箱, 雪碧5箱"
    assert "".join(piece for piece, _key in pieces(text, [(0, 5, "a"), (3, 8, "b"), (7, 12, "c")])) == text
