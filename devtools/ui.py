"""Progress on the terminal, and errors that say what to do."""

import sys
import time

_START = time.monotonic()


class DevError(Exception):
    """A failure told in one line: what happened and what to do about it."""


def say(text: str) -> None:
    """Print one progress line with the seconds since the command began."""
    print(f"[{time.monotonic() - _START:6.1f}s] {text}", flush=True)


class Meter:
    """One line that is rewritten while something long goes on; plain lines off a terminal."""

    def __init__(self, label: str):
        self.label = label
        self.last = 0.0
        self.tty = sys.stdout.isatty()

    def show(self, text: str) -> None:
        now = time.monotonic()
        if now - self.last < (0.2 if self.tty else 10):
            return
        self.last = now
        if self.tty:
            print(f"\r\033[K  {self.label}: {text}", end="", flush=True)
        else:
            say(f"{self.label}: {text}")

    def close(self) -> None:
        if self.tty:
            print("\r\033[K", end="", flush=True)
