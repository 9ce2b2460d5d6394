"""Where things are: the project, the folder ``./dev`` keeps its things in, and overrides."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "fmcg_order_mgmt"
# Each joins the addon with another one, and is installed by itself where both are there.
GLUE = ("fmcg_order_mgmt_mrp", "fmcg_order_mgmt_queue_job")


def _dev_dir() -> Path:
    return Path(os.environ.get("DEV_DIR") or ROOT / ".dev").resolve()


@dataclass(frozen=True)
class Paths:
    """Folders below ``DEV_DIR``; each is made by the step that fills it."""

    dev: Path = field(default_factory=_dev_dir)

    @property
    def odoo_prefix(self) -> Path:
        return self.dev / "odoo"

    @property
    def apt(self) -> Path:
        return self.dev / "apt"

    @property
    def venv(self) -> Path:
        return self.dev / "venv"

    @property
    def lint_venv(self) -> Path:
        return self.dev / "lint"

    @property
    def pg(self) -> Path:
        return self.dev / "pg"

    @property
    def data(self) -> Path:
        return self.dev / "data"

    @property
    def logs(self) -> Path:
        return self.dev / "logs"

    @property
    def stamps(self) -> Path:
        return self.dev / "stamps"


PATHS = Paths()
SHARED = ROOT.parent / "shared"
