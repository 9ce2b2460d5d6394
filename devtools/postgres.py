"""A private PostgreSQL cluster on a unix socket, or the server that ``PGHOST`` names."""

import atexit
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import machine
from .config import PATHS
from .proc import need_space, output, run
from .ui import DevError, say

PORT = "54319"
# Only tests live here so far: what a crash loses is made again by the next run.
SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"


class Server:
    """A reachable server; ``env`` holds the PG* variables, ``options`` Odoo's."""

    def __init__(self, host: str, port: str, user: str, bin_folder: Path):
        self.bin = bin_folder
        self.env = {"PGHOST": host, "PGPORT": port, "PGUSER": user}
        self.options = ["--db_host", host, "--db_port", port, "--db_user", user]
        if password := os.environ.get("PGPASSWORD"):
            self.options += ["--db_password", password]

    def sql(self, statement: str) -> str:
        """Run one statement on the database ``postgres``; return what it prints, unaligned."""
        return output([self.bin / "psql", "-XAtq", "-d", "postgres", "-c", statement], env=self.env)

    def exists(self, name: str) -> bool:
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'").strip())

    def drop(self, name: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def ensure() -> Server:
    """Return a running server, version 13 or later; our own one stops when the command ends."""
    if host := os.environ.get("PGHOST"):
        machine.ensure([machine.CLIENT])
        port, user = os.environ.get("PGPORT", "5432"), os.environ.get("PGUSER", "odoo")
        server = Server(host, port, user, machine.client_bin())
        version = int(server.sql("SHOW server_version_num")) // 10000
        if version < machine.OLDEST_POSTGRES:
            raise DevError(f"PostgreSQL {version} at {host} is too old: name one of version 13 or later.")
        return server
    machine.ensure([machine.POSTGRES])
    return _private(machine.postgres_bin())


def _private(bin_folder: Path) -> Server:
    base = _base()
    data, socket = base / "data", _socket_folder()
    if not (data / "PG_VERSION").exists():
        _init(bin_folder, data)
    status = _control(bin_folder, data, "status", check=False)
    if status:
        say("PostgreSQL: starting")
        options = f"-k {socket} -p {PORT} {SETTINGS}"
        _control(bin_folder, data, "start", "-w", "-t", "60", "-o", options, "-l", base / "server.log")
        atexit.register(_control, bin_folder, data, "stop", "-m", "fast", check=False)
    return Server(str(socket), PORT, "odoo", bin_folder)


def _init(bin_folder: Path, data: Path) -> None:
    say("PostgreSQL: making a private cluster")
    need_space(data.parent, 600)
    shutil.rmtree(data, ignore_errors=True)
    command = [
        bin_folder / "initdb",
        "-D",
        data,
        "-U",
        "odoo",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    hint = f"Remove {data} and run again."
    run(command, log="initdb", hint=hint, user=_identity(), cwd=Path("/"))


def _control(bin_folder: Path, data: Path, *words: object, check: bool = True) -> int:
    hint = f"Remove {data.parent} and run again: the cluster is made anew."
    command = [bin_folder / "pg_ctl", "-D", data, *words]
    return run(command, log=f"pg-{words[0]}", hint=hint, check=check, user=_identity(), cwd=Path("/"))


def _identity() -> dict:
    """PostgreSQL refuses root, so root runs it as an account without any rights."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _base() -> Path:
    """Return the cluster's folder: below DEV_DIR unless the unprivileged account cannot get there."""
    base = PATHS.pg
    base.mkdir(parents=True, exist_ok=True)
    if _identity():
        _give_away(base)
        reach = subprocess.run(["test", "-w", base], cwd="/", check=False, **_identity())
        if reach.returncode:
            base = Path(tempfile.gettempdir()) / f"fmcg-pg-{_tag()}"
            base.mkdir(exist_ok=True)
            _give_away(base)
    return base


def _socket_folder() -> Path:
    # A socket's path may have 107 characters at most, which a deep project folder exceeds.
    folder = Path(tempfile.gettempdir()) / f"fmcg-{_tag()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), _nobody()):
        raise DevError(f"{folder} belongs to somebody else: remove it and run again.")
    if _identity():
        _give_away(folder)
    return folder


def _nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid


def _give_away(folder: Path) -> None:
    shutil.chown(folder, "nobody", "nogroup")
    folder.chmod(0o700)


def _tag() -> str:
    return hashlib.sha256(str(PATHS.dev).encode()).hexdigest()[:10]
