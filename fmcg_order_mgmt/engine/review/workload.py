"""Minutes that the review of an order takes, predicted from what is in it and refined from measured reviews.

The model is a sum that can be read out: so many minutes for any order, each line, each finding by severity
and by check, each product that is new to the customer, a customer hardly known, and the order's type; no part
is negative. It begins with figures of experience. ``fit`` moves it to what reviews took: least squares of the
relative errors (minutes scatter in proportion to themselves), pulled to the present figures like a prior
(ridge, Hoerl and Kennard 1970) and kept at zero or more by coordinate descent (Friedman, Hastie and
Tibshirani 2010), with Huber's weights (1964) for reviews that took far longer or shorter than predicted, and
none at all for those that tell nothing, like a reviewer at lunch. Each fit moves a figure by a bounded step,
so that one odd day cannot overthrow the model.
"""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

# Minutes per unit of each feature before anything was measured. One that is not named here begins at zero.
DEFAULTS: Mapping[str, float] = {
    "order": 0.8,
    "line": 0.05,
    "severity:info": 0.1,
    "severity:warn": 0.5,
    "severity:block": 1.5,
    "new_product": 0.3,
    "unknown_customer": 1.5,
}
# Reviews that took this many times longer or shorter than predicted tell nothing of the work.
FAR = 8.0
# Huber's bound in standard deviations: 95 % efficient where errors are normal (Huber 1981).
HUBER = 1.345
# The least standard deviation of relative errors that is believed.
LEAST_SPREAD = 0.1
# How many reviews with one unit of a feature the present figure counts for.
PRIOR_REVIEWS = 100.0
# What one fit may change: a third of a figure, and six seconds for one that is next to nothing.
STEP_SHARE, STEP_MINUTES = 1 / 3, 0.1
ROUNDS, SWEEPS = 6, 60
# How many reviews the assumption that a reviewer is as fast as everybody counts for.
PACE_REVIEWS = 20.0
FASTEST, SLOWEST = 0.4, 2.5


@dataclass(frozen=True)
class Contents:
    """What of an order makes work.

    ``lines``: how many. ``findings``: how many of each (check code, severity). ``new_products``: how many
    products the customer never bought. ``orders_so_far``: earlier orders of the customer. ``order_type``: its
    code. ValueError: a negative number.
    """

    lines: int = 0
    findings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    new_products: int = 0
    orders_so_far: int = 0
    order_type: str = ""

    def __post_init__(self):
        counts = (self.lines, self.new_products, self.orders_so_far, *self.findings.values())
        if min(counts) < 0:
            raise ValueError("an order cannot contain a negative number of anything")

    def as_json(self) -> dict:
        """Return what ``from_json`` makes the same contents of."""
        findings = [[check, severity, count] for (check, severity), count in sorted(self.findings.items())]
        return asdict(self) | {"findings": findings}

    @classmethod
    def from_json(cls, values: Mapping) -> "Contents":
        """Return the contents that ``as_json`` told. ValueError: a negative number."""
        findings = {(check, severity): count for check, severity, count in values["findings"]}
        return cls(**{**values, "findings": findings})

    def features(self) -> dict[str, float]:
        """Return how many units of each feature the order has; those with none are left out.

        A customer without earlier orders is one unit of ``unknown_customer``, after n orders 1 / (1 + n) of
        it.
        """
        found = {
            "order": 1.0,
            "line": float(self.lines),
            "new_product": float(self.new_products),
            "unknown_customer": 1 / (1 + self.orders_so_far),
        }
        for (check, severity), count in self.findings.items():
            for name in (f"severity:{severity}", f"check:{check}"):
                found[name] = found.get(name, 0.0) + count
        if self.order_type:
            found[f"type:{self.order_type}"] = 1.0
        return {name: units for name, units in found.items() if units}


@dataclass(frozen=True)
class Measured:
    """A review that was measured: the order, the minutes it took (above 0, else ValueError), and by whom."""

    contents: Contents
    minutes: float
    reviewer: object = None

    def __post_init__(self):
        if not 0 < self.minutes < math.inf:
            raise ValueError("a measured review took more than 0 minutes, and came to an end")


@dataclass(frozen=True)
class Model:
    """Minutes per unit of each feature, none negative (ValueError); those not named take none.

    ``figures`` can be kept as JSON. ``reviews`` is how many measured reviews it has learned from.
    """

    figures: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULTS))
    reviews: int = 0

    def __post_init__(self):
        if not all(0 <= figure < math.inf for figure in self.figures.values()):
            raise ValueError("the minutes of a feature must be 0 or more")

    def parts(self, contents: Contents) -> list[tuple[str, float, float]]:
        """Return name, units and minutes of what makes the work, the most work first; the minutes add up."""
        found = [
            (name, units, units * self.figures[name])
            for name, units in contents.features().items()
            if self.figures.get(name)
        ]
        return sorted(found, key=lambda part: (-part[2], part[0]))

    def minutes(self, contents: Contents) -> float:
        """Return the minutes that an average reviewer will take."""
        return sum(minutes for _name, _units, minutes in self.parts(contents))


def fit(
    measured: Sequence[Measured], model: Model | None = None, paces: Mapping[object, float] | None = None
) -> Model:
    """Return the model moved towards the measured reviews, by a bounded step.

    ``measured`` are the reviews since the last fit (1,000 take a tenth of a second), ``paces`` the result of
    ``pace`` for their reviewers. The same reviews always give the same model; none leave it alone.
    """
    model = model or Model()
    rows = _rows(measured, model, paces or {})
    if not rows:
        return model
    names = sorted({name for features, _minutes in rows for name in features} | set(model.figures))
    prior = [model.figures.get(name, 0.0) for name in names]
    place = {name: number for number, name in enumerate(names)}
    cells = [([(place[name], units) for name, units in row.items()], minutes) for row, minutes in rows]
    figures = prior
    for _round in range(ROUNDS):
        figures = _solved(*_weighed(cells, figures, prior), figures)
    moved = [_stepped(old, new) for old, new in zip(prior, figures, strict=True)]
    return Model(dict(zip(names, moved, strict=True)), model.reviews + len(rows))


def pace(measured: Sequence[Measured], model: Model) -> dict[object, float]:
    """Return each reviewer's factor from predicted minutes to those that they take; below 1 is faster.

    It compares each reviewer with all of them (if all are slow, the model must learn it): the mean of the
    logarithms of actual by predicted minutes with far ones clipped, less everybody's, drawn to a factor of 1
    while there are few reviews, and kept between 0.4 and 2.5.
    """
    logs: dict[object, list[float]] = {}
    for review in measured:
        predicted = model.minutes(review.contents)
        if predicted and 1 / FAR < review.minutes / predicted < FAR:
            logs.setdefault(review.reviewer, []).append(math.log(review.minutes / predicted))
    clipped = {reviewer: _clipped(values) for reviewer, values in logs.items()}
    count = sum(map(len, clipped.values()))
    everybody = sum(map(sum, clipped.values())) / count if count else 0.0
    return {reviewer: _pace([value - everybody for value in values]) for reviewer, values in clipped.items()}


def _clipped(logs: list[float]) -> list[float]:
    middle = statistics.median(logs)
    return [min(max(value, middle - 1), middle + 1) for value in logs]


def _pace(logs: list[float]) -> float:
    factor = math.exp(sum(logs) / (len(logs) + PACE_REVIEWS))
    return min(max(factor, FASTEST), SLOWEST)


def _rows(
    measured: Sequence[Measured], model: Model, paces: Mapping[object, float]
) -> list[tuple[dict[str, float], float]]:
    """Return features and an average reviewer's minutes of the reviews that tell something."""
    rows = []
    for review in measured:
        minutes = review.minutes / paces.get(review.reviewer, 1.0)
        predicted = model.minutes(review.contents)
        if predicted and 1 / FAR < minutes / predicted < FAR:
            rows.append((review.contents.features(), minutes))
    return rows


def _weighed(cells, figures: list[float], prior: list[float]) -> tuple[list[list[float]], list[float]]:
    """Return matrix and right-hand side of the normal equations, with Huber's weights and the prior."""
    predicted = [max(sum(units * figures[at] for at, units in row), 1e-6) for row, _minutes in cells]
    errors = [minutes / guess - 1 for (_row, minutes), guess in zip(cells, predicted, strict=True)]
    bound = HUBER * max(1.4826 * statistics.median(map(abs, errors)), LEAST_SPREAD)
    size = len(prior)
    matrix = [[0.0] * size for _name in prior]
    right = [0.0] * size
    scale = statistics.median(predicted) ** -2
    for number, old in enumerate(prior):
        matrix[number][number] = PRIOR_REVIEWS * scale
        right[number] = PRIOR_REVIEWS * scale * old
    for (row, minutes), guess, error in zip(cells, predicted, errors, strict=True):
        weight = min(1.0, bound / abs(error)) / guess**2 if error else guess**-2
        for at, units in row:
            right[at] += weight * units * minutes
            line = matrix[at]
            for other, others in row:
                line[other] += weight * units * others
    return matrix, right


def _solved(matrix: list[list[float]], right: list[float], start: list[float]) -> list[float]:
    """Return the figures of 0 or more that solve the equations best, by coordinate descent."""
    figures = list(start)
    for _sweep in range(SWEEPS):
        moved = 0.0
        for at, row in enumerate(matrix):
            rest = right[at] - sum(map(float.__mul__, row, figures)) + row[at] * figures[at]
            new = max(0.0, rest / row[at])
            moved = max(moved, abs(new - figures[at]))
            figures[at] = new
        if moved < 1e-6:
            break
    return figures


def _stepped(old: float, new: float) -> float:
    step = STEP_SHARE * old + STEP_MINUTES
    return min(max(new, old - step, 0.0), old + step)
