"""``./dev shell``: an Odoo shell on the demo database."""

import argparse
import os
import signal
import subprocess

from . import demo_server
from .ui import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare that ``./dev shell`` takes nothing; a script may come on its standard input."""
    parser.epilog = "What is piped in runs as a script; env.cr.commit() keeps what it changed."


def main(_options: argparse.Namespace) -> int:
    """Give the terminal to the shell; return its status."""
    demo = demo_server.ready()
    say(f"Odoo shell on {demo_server.LIVE}; env.cr.commit() keeps what you change")
    command = demo.command(
        demo_server.LIVE, "--no-http", "--log-level", "warn", "--shell-interface", "python", sub=("shell",)
    )
    # Ctrl-C belongs to the shell, which shares our terminal.
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.run(list(map(str, command)), env={**os.environ, **demo.env}, check=False).returncode
