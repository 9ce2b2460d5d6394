"""Runs one check on facts."""

from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import Rule, run
from engine.review.facts import Line, OrderFacts


def results(code, order, severity="block", **parameters):
    """Return what a rule finds on an order."""
    return run([order], [Rule(1, code, severity, parameters)])[order.key]


def said(code, *parts, lines=(), **parameters):
    """Return codes, figures and remedies of what a check finds on an order with these parts."""
    facts = OrderFacts(1, 10.0, lines=tuple(lines), parts={type(part): part for part in parts})
    return [
        (
            f.found.code,
            dict(f.found.figures),
            [
                (r.kind, r.unit or r.date or r.quantity)
                for r in f.found.remedies
                if r.kind not in ("replace", "split")
            ],
        )
        for f in results(code, facts, **parameters)
    ]


def codes(code, *parts, lines=(), **parameters):
    """Return the codes alone."""
    return [found for found, _figures, _remedies in said(code, *parts, lines=lines, **parameters)]


def ways(kind, found):
    """Return the remedies of one kind that findings have."""
    return [remedy for each in found for remedy in each.found.remedies if remedy.kind == kind]


def goods(*products, quantity=1.0, **values):
    """Return a line of each product."""
    return tuple(Line(10 + p, p, quantity, "Unit", **values) for p in products)
