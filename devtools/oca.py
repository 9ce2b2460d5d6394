"""OCA's addons: fetched to be measured beside ours or to be tested with it, never a dependency."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from . import stamps
from .config import PATHS
from .instance import Instance, link_addons
from .proc import run
from .ui import say

VERSIONS = ">=19.0,<20"


@dataclass(frozen=True)
class Collection:
    """Addons that are used together, and the Python packages that they need beyond Odoo's own."""

    name: str
    modules: tuple[str, ...]
    packages: tuple[str, ...] = ()

    def requirements(self) -> list[str]:
        """Return what pip is asked for to get the addons."""
        return [f"odoo-addon-{module.replace('_', '-')}{VERSIONS}" for module in self.modules]

    def missing(self, addons: Path) -> list[str]:
        """Return the addons that are not in a folder."""
        return [module for module in self.modules if not (addons / module / "__manifest__.py").is_file()]


PEERS = Collection(
    "oca",
    (
        "base_exception",
        "sale_exception",
        "sale_order_type",
        "sale_automatic_workflow",
        "base_tier_validation",
        "sale_tier_validation",
    ),
)
QUEUE = Collection("oca-queue", ("queue_job",), ("openupgradelib",))


def ensure(odoo: Instance, wanted: Collection = PEERS) -> Instance | None:
    """Return an instance that has the addons beside ours, or None where the index does not offer them all."""
    folder = PATHS.dev / wanted.name
    key = stamps.key_of(wanted.modules, VERSIONS)
    addons = folder / "odoo" / "addons"
    if not (stamps.done(wanted.name, key) and wanted.missing(addons) == []):
        if not _fetch(odoo, wanted, folder, addons):
            return None
    stamps.mark(wanted.name, key)
    link_addons(addons)
    return replace(odoo, addons=addons)


def _fetch(odoo: Instance, wanted: Collection, folder: Path, addons: Path) -> bool:
    say(f"OCA's addons: fetching {', '.join(wanted.modules)}")
    shutil.rmtree(folder, ignore_errors=True)
    pip = [odoo.python, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    calls = [[*pip, "--target", folder, *wanted.requirements()]]
    calls += [[*pip, *wanted.packages]] if wanted.packages else []
    if any(run(call, log=wanted.name, check=False) for call in calls) or wanted.missing(addons):
        say(f"  the package index does not offer them all here (log in {PATHS.logs / wanted.name}.log).")
        return False
    return True
