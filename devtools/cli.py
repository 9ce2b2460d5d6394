"""The commands of ``./dev``: what each takes, and errors told in one line."""

import argparse
import errno
import os
import signal
import sys
from types import ModuleType

from . import bench, demo_server, evaluation, i18n, lint, odoo_source, screenshots, shell, tests, wheel
from .config import PATHS
from .ui import DevError, say

COMMANDS: dict[str, tuple[str, ModuleType]] = {
    "run": ("serve the demo company, or run its messages once", demo_server),
    "test": ("set up what is missing and run the tests", tests),
    "lint": ("run all linters", lint),
    "bench": ("benchmarks against Odoo alone", bench),
    "eval": ("scores on data with known answers", evaluation),
    "shell": ("an Odoo shell on the demo database", shell),
    "screenshots": ("take a picture of each screen of the demo", screenshots),
    "i18n": ("export the addon's terms and update its translations", i18n),
    "wheel": ("build the addon's wheel and install it in a database", wheel),
}
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description="Everything this project does, by name.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (what, module) in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=what, description=f"{name}: {what}."))
    commands.add_parser("odoo", help="fetch Odoo 19 and say where it is")
    return parser


def _dispatch(argv: list[str]) -> int:
    arguments = _parser().parse_args(argv)
    if arguments.command == "odoo":
        say(f"Odoo 19 is at {odoo_source.ensure().library}")
        return 0
    return COMMANDS[arguments.command][1].main(arguments)


def _interrupt(number: int, _frame) -> None:
    # Asked once is enough: what follows is putting things in order.
    for name in ENDING:
        signal.signal(name, lambda *_: None)
    raise KeyboardInterrupt(signal.Signals(number).name)


def main(argv: list[str]) -> int:
    """Run one command; return the exit status."""
    for number in ENDING:
        signal.signal(number, _interrupt)
    try:
        return _dispatch(argv)
    except DevError as error:
        print(f"dev: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"dev: {_os_words(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("dev: interrupted; run it again, what is finished is kept", file=sys.stderr)
        return 130


def _os_words(error: OSError) -> str:
    where = error.filename or PATHS.dev
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"No disk space left at {where}: free some, or set DEV_DIR to a folder on a larger disk."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        owner = f"user {os.geteuid()}"
        return f"{where} cannot be written by {owner}: set DEV_DIR to a folder that can, or change its owner."
    return f"{error.strerror or error}: {where}"
