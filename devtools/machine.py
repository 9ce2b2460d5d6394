"""Programs of the system that the project needs: found, or installed when we are root."""

import importlib
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .proc import output, run
from .ui import DevError, Meter, say

OLDEST_POSTGRES = 13
CLUSTER_CONF = Path("/etc/postgresql-common/createcluster.conf")
APT_ENV = {"DEBIAN_FRONTEND": "noninteractive"}


@dataclass(frozen=True)
class Need:
    """A system program, the Debian packages that bring it and what it is for."""

    name: str
    packages: tuple[str, ...]
    purpose: str


POSTGRES = Need("PostgreSQL", ("postgresql",), "the database")
BROWSER = Need("Chromium", ("chromium", "fonts-noto-cjk"), "browser tests and screenshots")
PDF = Need("wkhtmltopdf", ("wkhtmltopdf", "fonts-noto-cjk"), "PDF reports")
CLIENT = Need("PostgreSQL's client programs", ("postgresql-client",), "the database named by PGHOST")
OCR = Need(
    "Tesseract",
    ("tesseract-ocr", "tesseract-ocr-chi-sim", "fonts-noto-cjk"),
    "tests that read a photograph",
)
VENV = Need("Python's venv", ("python3-venv",), "the Python packages")


def postgres_bin(version: int | None = None) -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, or of that ``version``; None without."""
    found = [(found, folder) for folder in _bin_folders() if (found := postgres_version(folder))]
    fitting = [pair for pair in found if version in (None, pair[0])]
    if not fitting:
        return None
    newest, folder = max(fitting)
    if newest < OLDEST_POSTGRES:
        raise DevError(
            f"PostgreSQL {newest} in {folder} is too old: Odoo 19 needs {OLDEST_POSTGRES} or later. "
            "Install a newer one, or name one with PGHOST."
        )
    return folder


def postgres_version(folder: Path) -> int | None:
    """Return the major version of the server programs in ``folder``, None without them."""
    if not all((folder / name).is_file() for name in ("initdb", "postgres", "pg_ctl", "psql", "pg_isready")):
        return None
    match = re.search(r"(\d+)", output([folder / "postgres", "--version"]))
    return int(match.group(1)) if match else None


def _bin_folders() -> list[Path]:
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if shutil.which("pg_config"):
        folders.append(Path(output(["pg_config", "--bindir"]).strip()))
    if program := shutil.which("initdb"):
        folders.append(Path(program).resolve().parent)
    return sorted(set(folders))


def client_bin() -> Path | None:
    """Return a folder with psql and createdb, for a server that runs elsewhere."""
    if program := shutil.which("psql"):
        return Path(program).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))
    return folders[-1].parent if folders else None


def browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _has_venv() -> bool:
    importlib.invalidate_caches()
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian leaves it out of python3-minimal
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


PRESENT = {
    POSTGRES: postgres_bin,
    CLIENT: client_bin,
    BROWSER: browser,
    PDF: lambda: shutil.which("wkhtmltopdf"),
    OCR: lambda: shutil.which("tesseract"),
    VENV: _has_venv,
}


def offer(needs: Iterable[Need]) -> None:
    """Like ``ensure`` for what is good to have: where it cannot be had, say what will be missing."""
    for need in needs:
        try:
            ensure([need])
        except DevError as error:
            say(f"Going on without {need.name} ({need.purpose}). {error}")


def ensure(needs: Iterable[Need]) -> None:
    """Install what is missing as root; as an ordinary user say precisely what to install."""
    missing = [need for need in needs if not PRESENT[need]()]
    if not missing:
        return
    packages = list(dict.fromkeys(package for need in missing for package in need.packages))
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    wanted = ", ".join(f"{need.name} ({need.purpose})" for need in missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise DevError(f"This machine lacks {wanted}. As an administrator: sudo {command}")
    _install(packages)
    still = [need.name for need in missing if not PRESENT[need]()]
    if still:
        raise DevError(f"{', '.join(still)} is still missing after '{command}'. Install it by hand.")


def _install(packages: list[str]) -> None:
    hint = "Check the network and run again, or install by hand: " + " ".join(packages)
    say(f"Installing {' '.join(packages)}")
    run(
        ["apt-get", "-o", "APT::Update::Error-Mode=any", "update"],
        log="apt-system-update",
        hint=hint,
        env=APT_ENV,
    )
    restore = _no_system_cluster() if "postgresql" in packages else None
    meter = Meter("installing")
    try:
        run(
            [
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends",
                "-o",
                "Dpkg::Options::=--force-confold",
                *packages,
            ],
            log="apt-system",
            hint=hint,
            env=APT_ENV,
            on_line=lambda line: meter.show(line[:90]),
        )
    finally:
        meter.close()
        if restore:
            restore()


def _no_system_cluster():
    """Keep Debian's package from making and starting a cluster of its own beside ours.

    Only where postgresql-common is not installed yet; its own configuration file takes the
    place of ours again when the returned function is called.
    """
    if CLUSTER_CONF.parent.exists():
        return None
    CLUSTER_CONF.parent.mkdir(parents=True)
    CLUSTER_CONF.write_text("create_main_cluster = false\n")
    shipped = CLUSTER_CONF.with_name(CLUSTER_CONF.name + ".dpkg-dist")

    def restore() -> None:
        if shipped.exists():
            shipped.replace(CLUSTER_CONF)
        elif not Path("/usr/bin/pg_createcluster").exists():
            CLUSTER_CONF.unlink(missing_ok=True)

    return restore
