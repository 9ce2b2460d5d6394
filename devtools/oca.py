"""OCA's addons that do some of what ours does: fetched to be measured beside it, never a dependency."""

import shutil
from dataclasses import replace
from pathlib import Path

from . import stamps
from .config import ADDON, PATHS, ROOT
from .instance import Instance
from .proc import run
from .ui import say

MODULES = (
    "base_exception",
    "sale_exception",
    "sale_order_type",
    "sale_automatic_workflow",
    "base_tier_validation",
    "sale_tier_validation",
)
VERSIONS = ">=19.0,<20"


def requirements() -> list[str]:
    """Return what pip is asked for."""
    return [f"odoo-addon-{module.replace('_', '-')}{VERSIONS}" for module in MODULES]


def ensure(odoo: Instance) -> Instance | None:
    """Return an instance that has the addons beside ours, or None where the index does not offer them all."""
    folder = PATHS.dev / "oca"
    key = stamps.key_of(MODULES, VERSIONS)
    addons = folder / "odoo" / "addons"
    if not (stamps.done("oca", key) and missing(addons) == []) and not _fetch(odoo, folder, addons):
        return None
    stamps.mark("oca", key)
    link = addons / ADDON
    link.unlink(missing_ok=True)
    link.symlink_to(ROOT / ADDON)
    return replace(odoo, addons=addons)


def missing(addons: Path) -> list[str]:
    """Return the addons that are not in a folder."""
    return [module for module in MODULES if not (addons / module / "__manifest__.py").is_file()]


def _fetch(odoo: Instance, folder: Path, addons: Path) -> bool:
    say("OCA's addons: fetching them, to be measured beside ours")
    shutil.rmtree(folder, ignore_errors=True)
    words = ("--quiet", "--no-input", "--no-deps", "--target", folder)
    status = run([odoo.python, "-m", "pip", "install", *words, *requirements()], log="oca", check=False)
    if status or missing(addons):
        say(f"  the package index does not offer them all here (log in {PATHS.logs / 'oca.log'}).")
        return False
    return True
