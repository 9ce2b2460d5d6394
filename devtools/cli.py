"""The commands of ``./dev``: what each takes, and errors told in one line."""

import argparse
import sys

from . import lint, odoo_source, tests
from .ui import DevError, say

NOT_BUILT = {
    "run": "serve the demo company",
    "bench": "benchmarks against Odoo alone",
    "eval": "scores on gold sets",
    "shell": "an Odoo shell on the demo database",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description="Everything this project does, by name.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    test = commands.add_parser("test", help="set up what is missing and run the tests")
    test.add_argument("part", nargs="?", help=f"only this part: {', '.join(tests.PARTS)}")
    test.add_argument("--full", action="store_true", help="long counts instead of the reduced ones")
    commands.add_parser("odoo", help="fetch Odoo 19 and say where it is")
    lint.add_arguments(commands.add_parser("lint", help="all linters"))
    for name, what in NOT_BUILT.items():
        later = commands.add_parser(name, help=f"{what} (not built yet)")
        later.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _dispatch(arguments: argparse.Namespace) -> int:
    if arguments.command == "test":
        return tests.run_parts(arguments.part, full=arguments.full)
    if arguments.command == "lint":
        return lint.run_checks(arguments.names, arguments.fix)
    if arguments.command == "odoo":
        say(f"Odoo 19 is at {odoo_source.ensure().library}")
        return 0
    print(f"dev: {arguments.command} is not built yet", file=sys.stderr)
    return 2


def main(argv: list[str]) -> int:
    """Run one command; return the exit status."""
    try:
        return _dispatch(_parser().parse_args(argv))
    except DevError as error:
        print(f"dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("dev: interrupted; run it again, what is finished is kept", file=sys.stderr)
        return 130
