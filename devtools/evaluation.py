"""``./dev eval``: scores on data with known answers."""

import argparse
import sys
from types import ModuleType

from . import eval_intake, eval_review

EVALUATIONS: dict[str, ModuleType] = {"intake": eval_intake, "review": eval_review}
NOT_BUILT = ("basket", "forecast")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev eval`` takes: a name, and what that evaluation takes."""
    parser.set_defaults(name=None)
    names = parser.add_subparsers(dest="name", metavar="NAME")
    for name, module in EVALUATIONS.items():
        what = module.WHAT
        module.add_arguments(names.add_parser(name, help=what, description=f"eval {name}: {what}."))
    for name in NOT_BUILT:
        names.add_parser(name, help="not built yet").add_argument("rest", nargs=argparse.REMAINDER)


def main(options: argparse.Namespace) -> int:
    """Run one evaluation, or all of them on the usual data; return 2 for one that is not built yet."""
    if options.name in NOT_BUILT:
        print(f"dev: eval {options.name} is not built yet", file=sys.stderr)
        return 2
    if options.name is None:
        return _all()
    return EVALUATIONS[options.name].main(options)


def _all() -> int:
    """Run everything with what is usual."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return max(module.main(parser.parse_args([name])) for name, module in EVALUATIONS.items())
