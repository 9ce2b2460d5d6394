"""A private PostgreSQL cluster on a unix socket, or the server that ``PGHOST`` names.

The cluster is durable, since the demo's data lives in it. Tests and the building of templates
give up waiting for the disk by a setting of their own connections instead.
"""

import atexit
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import locks, machine
from .config import PATHS
from .proc import need_space, output, run
from .ui import DevError, say

PORT = "54319"
SETTINGS = "-c listen_addresses='' -c shared_buffers=256MB -c max_wal_size=2GB"
QUICK = {"PGOPTIONS": "-c synchronous_commit=off"}
START_SECONDS = 60


class Server:
    """A reachable server; ``env`` holds the PG* variables, ``options`` Odoo's.

    ``quick`` is ``env`` for work that can be done again, such as tests.
    """

    def __init__(self, host: str, port: str, user: str, bin_folder: Path, private: bool = False):
        self.bin = bin_folder
        self.env = {"PGHOST": host, "PGPORT": port, "PGUSER": user}
        self.quick = {**self.env, **(QUICK if private else {})}
        # PGPASSWORD stays in the environment, where no list of processes shows it.
        self.options = ["--db_host", host, "--db_port", port, "--db_user", user]

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement; return what it prints, unaligned."""
        return output([self.bin / "psql", "-XAtq", "-d", database, "-c", statement], env=self.quick)

    def exists(self, name: str) -> bool:
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'").strip())

    def drop(self, name: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def ensure() -> Server:
    """Return a running server, version 13 or later; our own one stops with its last user."""
    host = os.environ.get("PGHOST")
    return _named(host) if host else _private()


def _named(host: str) -> Server:
    machine.ensure([machine.CLIENT])
    port, user = os.environ.get("PGPORT", "5432"), os.environ.get("PGUSER", "odoo")
    server = Server(host, port, user, machine.client_bin())
    try:
        version = int(server.sql("SHOW server_version_num")) // 10000
        may_create = server.sql("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").strip()
    except DevError as error:
        hint = "Correct PGHOST, PGPORT, PGUSER, PGPASSWORD, or unset PGHOST to get a private server."
        raise DevError(f"PostgreSQL at PGHOST={host}, port {port}: {error} - {hint}") from error
    if version < machine.OLDEST_POSTGRES:
        raise DevError(f"PostgreSQL {version} at {host} is too old: name one of version 13 or later.")
    if user == "postgres" or may_create != "t":
        wrong = "Odoo refuses the user postgres" if user == "postgres" else f"{user} may not create databases"
        raise DevError(f"{wrong}: CREATE ROLE odoo LOGIN CREATEDB PASSWORD '...', and set PGUSER to it.")
    return server


def _private() -> Server:
    machine.ensure([machine.POSTGRES])
    base, socket = _base(), _socket_folder()
    data = base / "data"
    users = locks.open_lock("pg-users")
    with locks.only_one("pg-start"):
        locks.try_lock(users, shared=True)
        if not (data / "PG_VERSION").exists():
            _init(machine.postgres_bin(), data)
        bin_folder = _fitting_bin(data)
        if not _answers(bin_folder, socket):
            _start(bin_folder, data, socket)
    atexit.register(_leave, users, bin_folder, data)
    return Server(str(socket), PORT, "odoo", bin_folder, private=True)


def _leave(users, bin_folder: Path, data: Path) -> None:
    """Stop the cluster, unless another command still uses it."""
    with locks.only_one("pg-start"):
        if locks.try_lock(users) and data.exists():
            _control(bin_folder, data, "stop", "-m", "fast", check=False)
        users.close()


def _answers(bin_folder: Path, socket: Path) -> bool:
    ready = [bin_folder / "pg_isready", "-q", "-h", socket, "-p", PORT]
    return not run(ready, log="pg-ready", check=False)


def _init(bin_folder: Path, data: Path) -> None:
    say("PostgreSQL: making a private cluster")
    need_space(data.parent, 600)
    # Made beside its place: one that was interrupted never looks finished.
    part = data.with_name("data.part")
    for folder in (part, data):
        shutil.rmtree(folder, ignore_errors=True)
    command = [bin_folder / "initdb", "-D", part, "-U", "odoo", "-A", "trust", "-E", "UTF8"]
    hint = f"Remove {data.parent} and run again."
    run([*command, "--locale=C.UTF-8"], log="initdb", hint=hint, user=_identity(), cwd=Path("/"))
    part.rename(data)


def _fitting_bin(data: Path) -> Path:
    """Return the programs of the version that made the cluster: another one cannot read it."""
    made_by = (data / "PG_VERSION").read_text().strip()
    if folder := machine.postgres_bin(int(made_by) if made_by.isdigit() else None):
        return folder
    raise DevError(
        f"The cluster in {data} was made by PostgreSQL {made_by}, which is not here any more. Install "
        f"postgresql-{made_by}, or remove {data.parent} to begin anew (the demo's data goes with it)."
    )


def _start(bin_folder: Path, data: Path, socket: Path) -> None:
    say("PostgreSQL: starting")
    if _forget_dead(data, socket):
        _wait(bin_folder, socket)
        return
    log = data.parent / "server.log"
    options = f"-k {socket} -p {PORT} {SETTINGS}"
    begin = ("start", "-w", "-t", START_SECONDS, "-o", options, "-l", log)
    if _control(bin_folder, data, *begin, check=False):
        lines = log.read_text(errors="replace").split("\n") if log.exists() else []
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
        why = (fatal or list(filter(None, lines)) or ["no reason given"])[-1]
        raise DevError(
            f"PostgreSQL does not start: {why} - see {log}. When its files are damaged, remove "
            f"{data.parent} and run again: the cluster is made anew (the demo's data goes with it)."
        )


def _forget_dead(data: Path, socket: Path) -> bool:
    """Return whether our server runs but does not answer yet; remove the marks of one that died.

    PostgreSQL itself refuses to start while the number in its mark belongs to any process,
    even when the machine restarted and the number is somebody else's now.
    """
    for mark in (data / "postmaster.pid", socket / f".s.PGSQL.{PORT}.lock"):
        try:
            number = int(mark.read_text().split()[0])
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            words = []
        if str(data).encode() in words:
            return True
        if Path("/proc/self").exists():
            mark.unlink(missing_ok=True)
    return False


def _wait(bin_folder: Path, socket: Path) -> None:
    for _second in range(START_SECONDS):
        if _answers(bin_folder, socket):
            return
        time.sleep(1)
    raise DevError(
        f"PostgreSQL has not answered for {START_SECONDS} s. It may be recovering: run again later."
    )


def _control(bin_folder: Path, data: Path, *words: object, check: bool = True) -> int:
    command = [bin_folder / "pg_ctl", "-D", data, *words]
    return run(command, log=f"pg-{words[0]}", check=check, user=_identity(), cwd=Path("/"))


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
            return _own_folder(Path("/var/tmp") / f"fmcg-pg-{_tag()}")
    return base


def _socket_folder() -> Path:
    # A socket's path may have 107 characters at most, which a deep project folder exceeds.
    return _own_folder(Path(tempfile.gettempdir()) / f"fmcg-{_tag()}")


def _own_folder(folder: Path) -> Path:
    """Make a folder where everybody may make one, and see that it is ours."""
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
