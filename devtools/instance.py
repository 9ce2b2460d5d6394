"""An Odoo that can be run: its program, its Python packages and its database server."""

import contextlib
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import locks, odoo_source, postgres, python_env
from .config import ADDON, GLUE, PATHS, ROOT
from .odoo_source import Odoo
from .postgres import Server
from .proc import log_path, run
from .ui import DevError

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Instance:
    """Runs Odoo on databases of one server; the addon is on its path."""

    odoo: Odoo
    python: Path
    server: Server
    addons: Path

    @property
    def env(self) -> dict[str, str]:
        """What Odoo's process needs in its environment."""
        return {"PYTHONPATH": str(self.odoo.library), "PYTHONDONTWRITEBYTECODE": "1", **self.server.env}

    def command(self, database: str, *arguments: object, sub: tuple[str, ...] = ()) -> list:
        """Return the command line of Odoo, or of its subcommand ``sub``, on a database."""
        base = [self.python, self.odoo.program, *sub, "-c", os.devnull, "--addons-path", self.addons]
        return [*base, "--data-dir", PATHS.data, "-d", database, *self.server.options, *arguments]

    def run(
        self, database: str, *arguments: object, log: str, check: bool = True, env: dict | None = None
    ) -> list[str]:
        """Run Odoo to its end; return its log lines. DevError when it fails and ``check`` is on."""
        lines: list[str] = []
        command = self.command(database, "--stop-after-init", *arguments)
        env = {**self._quick, **(env or {})}
        status = run(command, log=log, env=env, on_line=lines.append, check=False)
        if status and check:
            raise _failure(status, lines, log)
        return lines

    def shell(
        self,
        database: str,
        script: Path,
        *,
        log: str,
        env: dict[str, str] | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> list[str]:
        """Run a script with ``env`` at hand and keep what it did; return what was printed and logged."""
        lines: list[str] = []

        def take(line: str) -> None:
            lines.append(line)
            if on_line:
                on_line(line)

        # Compiled under its own name, so that a traceback shows the script's lines.
        text = f"exec(compile(open({str(script)!r}).read(), {str(script)!r}, 'exec'))\nenv.cr.commit()\n"
        command = self.command(database, "--no-http", sub=("shell",))
        status = run(
            command, log=log, env={**self._quick, **(env or {})}, on_line=take, check=False, text=text
        )
        if status:
            raise _failure(status, lines, log)
        return lines

    @property
    def _quick(self) -> dict[str, str]:
        return {**self.env, **self.server.quick}

    def copy(self, template: str, name: str) -> None:
        """Make a database from another one, its files included."""
        store = PATHS.data / "filestore"
        shutil.rmtree(store / name, ignore_errors=True)
        if (store / template).is_dir():
            # Files are named after what is in them and never rewritten, so that links are enough.
            shutil.copytree(store / template, store / name, copy_function=os.link)
        self.server.copy(template, name)

    def drop(self, name: str) -> None:
        self.server.drop(name)
        shutil.rmtree(PATHS.data / "filestore" / name, ignore_errors=True)

    @contextlib.contextmanager
    def scratch(self, template: str, purpose: str):
        """Give a copy of a template that is dropped afterwards."""
        name = f"fmcg_{purpose}_{os.getpid()}"
        self.copy(template, name)
        try:
            yield name
        finally:
            self.drop(name)


def ensure() -> Instance:
    """Bring what is missing and return an Odoo that can be run."""
    with locks.only_one("setup", "setting things up"):
        odoo, python = odoo_source.ensure(), python_env.ensure()
    return Instance(odoo, python, postgres.ensure(), _addons())


def _addons() -> Path:
    """Return a folder that holds the addons alone: the project's other folders are none."""
    folder = PATHS.dev / "addons"
    folder.mkdir(parents=True, exist_ok=True)
    link_addons(folder)
    return folder


def link_addons(folder: Path) -> None:
    """Put links to the project's addons into a folder."""
    for name in (ADDON, *GLUE):
        link = folder / name
        if not link.is_symlink() or link.readlink() != ROOT / name:
            link.unlink(missing_ok=True)
            link.symlink_to(ROOT / name)


def _failure(status: int, lines: list[str], log: str) -> DevError:
    said = [line for line in lines if line.strip() and " INFO " not in line]
    return DevError(f"Odoo stopped ({status}): {' | '.join(said[-3:])[-600:]} - log in {log_path(log)}.")


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def taken(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False
