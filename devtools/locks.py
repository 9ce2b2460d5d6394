"""Locks between commands that run at the same time; the system lets go of those of a killed one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from .config import PATHS
from .ui import say


def open_lock(name: str) -> TextIO:
    folder = PATHS.dev / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / name).open("a")


def try_lock(file: TextIO, *, shared: bool = False) -> bool:
    """Take the lock unless somebody else's stands against it; tell whether it was taken."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def only_one(name: str, what: str = "") -> Iterator[None]:
    """Wait until no other command does this; ``what`` is said when there is one to wait for."""
    with open_lock(name) as file:
        if not try_lock(file):
            if what:
                say(f"waiting for another ./dev, which is {what}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
