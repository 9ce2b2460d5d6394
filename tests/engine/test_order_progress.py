"""The customer's view of the way of an order."""

import pytest
from engine.order_progress import STEPS, progress
from engine.stage import STAGES

SIGNS = {"done": "x", "current": "o", "todo": "."}


@pytest.mark.parametrize(
    ("stage", "way"),
    [
        ("draft", "o...."),
        ("review", "o...."),
        ("approved", "xo..."),
        ("picking", "xxo.."),
        ("shipped", "xxxo."),
        ("delivered", "xxxxx"),
        ("closed", "xxxxx"),
        ("cancelled", ""),
    ],
)
def test_each_stage_shows_its_way(stage, way):
    steps = list(progress(stage))
    assert "".join(SIGNS[state] for _step, state in steps) == way
    assert [step for step, _state in steps] == list(STEPS)[: len(way)]


def test_every_stage_has_a_way():
    for stage in STAGES:
        list(progress(stage))
    with pytest.raises(KeyError):
        list(progress("lost"))
