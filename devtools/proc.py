"""Running other programs: output to a log, a short line when they fail, nothing left behind."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from .config import PATHS
from .ui import DevError

PR_SET_PDEATHSIG = 1
GRACE = 15


def need_space(folder: Path, megabytes: int) -> None:
    """Raise DevError unless ``folder``'s disk has that many megabytes free."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise DevError(
            f"No disk space: {folder} has {free} MB free and this needs about {megabytes} MB. "
            "Free some, or set DEV_DIR to a folder on a larger disk."
        )


def log_path(name: str) -> Path:
    PATHS.logs.mkdir(parents=True, exist_ok=True)
    return PATHS.logs / f"{name}.log"


def run(
    command: Sequence[str],
    *,
    log: str,
    env: dict[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
    hint: str = "",
    check: bool = True,
    cwd: Path | None = None,
    user: dict | None = None,
    text: str | None = None,
) -> int:
    """Run a command with its output in ``.dev/logs/<log>.log`` and ``text`` as its input.

    Each line also goes to ``on_line``. A failure raises DevError with the last lines of
    output and ``hint``; with ``check=False`` the exit status is returned instead. When we
    are interrupted, the command is ended too.
    """
    tail: deque[str] = deque(maxlen=6)
    path = log_path(log)
    with path.open("w", encoding="utf-8") as out:
        process = _start(command, env, cwd, user, text)
        try:
            for line in process.stdout:
                out.write(line)
                out.flush()
                tail.append(line.rstrip())
                if on_line:
                    on_line(line.rstrip("\n"))
            status = process.wait()
        except BaseException:
            end(process)
            raise
    if status and check:
        words = " | ".join(filter(None, tail))[-300:]
        raise DevError(
            f"{Path(command[0]).name} failed ({status}).{' ' + hint if hint else ''} "
            f"It said: {words} (whole output in {path})"
        )
    return status


def _start(command, env, cwd, user, text=None, **more) -> subprocess.Popen:
    try:
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            cwd=cwd,
            **(user or {}),
            **more,
        )
    except FileNotFoundError as error:
        raise DevError(f"{command[0]} is not on this machine: {error}") from error
    if text is not None:
        # A program that ended early closes its side; its status tells more than this would.
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(text)
            process.stdin.close()
    return process


def end(process: subprocess.Popen) -> None:
    """Ask a program to stop, and make it stop when it takes longer than it should."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Service:
    """A program that runs beside us until ``stop``; it ends with us even when we are killed."""

    def __init__(
        self, command: Sequence[str], *, log: str, env=None, cwd=None, on_line: Callable[[str], None]
    ):
        self.name, self.path, self.tail = log, log_path(log), deque(maxlen=6)
        # A session of its own: the terminal's Ctrl-C reaches us alone, and we end it in order.
        more = {"start_new_session": True, "preexec_fn": _die_with_parent}
        self.process = _start(command, env, cwd, None, **more)
        self._reader = threading.Thread(target=self._read, args=(on_line,), daemon=True)
        self._reader.start()

    def _read(self, on_line: Callable[[str], None]) -> None:
        with self.path.open("w", encoding="utf-8") as out:
            for line in self.process.stdout:
                out.write(line)
                out.flush()
                self.tail.append(line.rstrip())
                on_line(line.rstrip("\n"))

    def check(self) -> None:
        """Raise DevError when the program has ended by itself."""
        status = self.process.poll()
        if status is not None:
            self._reader.join(2)
            words = " | ".join(filter(None, self.tail))[-600:]
            raise DevError(f"{self.name} stopped ({status}): {words} - whole output in {self.path}.")

    def wait(self) -> int:
        """Wait until the program has ended by itself and all it said was read; return its status."""
        status = self.process.wait()
        self._reader.join()
        return status

    def stop(self) -> None:
        end(self.process)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def output(command: Sequence[str], env: dict[str, str] | None = None) -> str:
    """Return what a short command prints; DevError with its own words, in one line, when it fails."""
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        check=False,
    )
    if done.returncode:
        words = " ".join((done.stderr or done.stdout).split())
        raise DevError(f"{Path(command[0]).name}: {words[-400:]}")
    return done.stdout


def watch(folder: Path, show: Callable[[str], None]) -> Callable[[], None]:
    """Report the growing size of ``folder`` until the returned function is called."""
    stop = threading.Event()

    def loop() -> None:
        while not stop.wait(1):
            # A file may go between being listed and being measured.
            with contextlib.suppress(FileNotFoundError):
                size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
                show(f"{size // 2**20} MB")

    threading.Thread(target=loop, daemon=True).start()
    return stop.set
