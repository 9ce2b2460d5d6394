"""``./dev wheel``: the addon's wheel, built from what is committed, installed as its users would."""

import argparse
import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

from . import databases, instance, odoo_log, stamps
from .config import ADDON, PATHS, ROOT
from .proc import run
from .ui import DevError, say

TOOLS = ("whool==1.3.1",)
WORK = PATHS.dev / "wheel"
NETWORK_HINT = "Check the network and run again."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare that ``./dev wheel`` takes nothing."""
    parser.epilog = f"The wheel is left in {WORK / 'dist'}."


def main(_options: argparse.Namespace) -> int:
    """Build, install into an empty folder, and from there into a database without demo data."""
    wheel = build()
    size = wheel.stat().st_size // 1024
    say(f"{wheel.name}: {size} KB")
    addons = _unpack(wheel)
    odoo = dataclasses.replace(instance.ensure(), addons=addons)
    with odoo.scratch(databases.ensure(odoo, databases.CORE), "wheel") as database:
        lines = odoo.run(database, "--no-http", "-i", ADDON, log="wheel-install")
        state = odoo.server.sql(f"SELECT state FROM ir_module_module WHERE name = '{ADDON}'", database)
    found = odoo_log.explained(lines)
    for line in found:
        print(f"  {line}")
    if found or state.strip() != "installed":
        raise DevError(f"The addon of the wheel is {state.strip() or 'not known'}: read the lines above.")
    say("OK: the wheel installs in a database without demo data")
    return 0


def build() -> Path:
    """Return the wheel of the last commit."""
    python = _tools()
    source, dist = WORK / "source", WORK / "dist"
    for folder in (source, dist):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    _export(source)
    say("building the wheel")
    command = [python, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", dist]
    # The builder takes the files that git tracks, and none where it finds a repository around an
    # untracked folder: it must not find ours around the export.
    env = {"GIT_CEILING_DIRECTORIES": str(source)}
    run(
        [*command, source / ADDON], log="wheel-build", env=env, hint="Correct fmcg_order_mgmt/pyproject.toml."
    )
    return next(dist.glob("*.whl"))


def _tools() -> Path:
    python = WORK / "tools" / "bin" / "python"
    key = stamps.key_of(TOOLS, sys.version_info[:2])
    if not (stamps.done("wheel", key) and python.exists()):
        say("wheel: installing its builder (once)")
        shutil.rmtree(WORK / "tools", ignore_errors=True)
        run([sys.executable, "-m", "venv", WORK / "tools"], log="wheel-venv", hint="Install python3-venv.")
        run([python, "-m", "pip", "install", *TOOLS], log="wheel-pip", hint=NETWORK_HINT)
        stamps.mark("wheel", key)
    return python


def _export(folder: Path) -> None:
    """Write what is committed of the addon to ``folder``."""
    command = ["git", "archive", "HEAD", ADDON]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise DevError(f"The wheel is built from what git holds: {done.stderr.decode().strip()}")
    subprocess.run(["tar", "-xC", folder], input=done.stdout, check=True)


def _unpack(wheel: Path) -> Path:
    """Install the wheel as its users do, without what it depends on; return the addons' folder."""
    target = WORK / "installed"
    shutil.rmtree(target, ignore_errors=True)
    command = [_tools(), "-m", "pip", "install", "--no-deps", "--target", target, wheel]
    run(command, log="wheel-unpack", hint="Run again.")
    addons = target / "odoo" / "addons"
    if not (addons / ADDON / "__manifest__.py").is_file():
        raise DevError(f"The wheel holds no {ADDON}: see {target}.")
    return addons
