"""Running other programs: output to a log, a short line when they fail."""

import os
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from .config import PATHS
from .ui import DevError


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
) -> int:
    """Run a command with its output in ``.dev/logs/<log>.log``.

    Each line also goes to ``on_line``. A failure raises DevError with the last lines of
    output and ``hint``; with ``check=False`` the exit status is returned instead.
    """
    tail: deque[str] = deque(maxlen=6)
    path = log_path(log)
    with path.open("w", encoding="utf-8") as out:
        process = _start(command, env, cwd, user)
        for line in process.stdout:
            out.write(line)
            out.flush()
            tail.append(line.rstrip())
            if on_line:
                on_line(line.rstrip("\n"))
        status = process.wait()
    if status and check:
        raise DevError(
            f"{Path(command[0]).name} failed ({status}): {' | '.join(filter(None, tail))[-600:]}"
            f" - whole output in {path}.{' ' + hint if hint else ''}"
        )
    return status


def _start(command, env, cwd, user) -> subprocess.Popen:
    try:
        return subprocess.Popen(
            list(map(str, command)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            cwd=cwd,
            **(user or {}),
        )
    except FileNotFoundError as error:
        raise DevError(f"{command[0]} is not on this machine: {error}") from error


def output(command: Sequence[str], env: dict[str, str] | None = None) -> str:
    """Return what a short command prints; DevError with its own words when it fails."""
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        check=False,
    )
    if done.returncode:
        raise DevError(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout


def watch(folder: Path, show: Callable[[str], None]) -> Callable[[], None]:
    """Report the growing size of ``folder`` until the returned function is called."""
    stop = threading.Event()

    def loop() -> None:
        while not stop.wait(1):
            size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
            show(f"{size // 2**20} MB")

    threading.Thread(target=loop, daemon=True).start()
    return stop.set
