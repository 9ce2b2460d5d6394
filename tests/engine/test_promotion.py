"""How far the next reward of a promotion is."""

import pytest
from engine.promotion import missing


@pytest.mark.parametrize(
    ("have", "least", "step", "repeats", "more"),
    [
        (8, 10, 0, False, 2),
        (10, 10, 0, False, 0),
        (8, 1, 10, True, 2),
        (10, 1, 10, True, 0),
        (13, 1, 10, True, 7),
        (13, 1, 10, False, 0),
        # The least is more than one step: 25 at once, from then on each ten.
        (12, 25, 10, True, 13),
        (26, 25, 10, True, 4),
        (0.3, 0, 0.1, True, 0),
        (19.99, 20, 0, False, 0.01),
    ],
)
def test_what_is_missing(have, least, step, repeats, more):
    assert missing(have, least, step, repeats) == more
