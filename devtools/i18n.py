"""``./dev i18n``: the addon's terms, exported, and its translations brought up to date."""

import argparse
from pathlib import Path

from . import databases, instance
from .config import ADDON, ROOT
from .odoo_tests import FOUND
from .ui import say

SCRIPT = Path(__file__).parent / "inside" / "export_terms.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare that ``./dev i18n`` takes nothing."""
    parser.epilog = "Translations stay; terms that are new are left empty for a translator."


def main(_options: argparse.Namespace) -> int:
    """Export from a database without demo data, so that no demo record is among the terms."""
    odoo = instance.ensure()
    template = databases.ensure(odoo, databases.CORE)
    with odoo.scratch(template, "terms") as database:
        say("installing the addon")
        odoo.run(database, "--no-http", "-i", ADDON, log="terms-install")
        folder = ROOT / ADDON / "i18n"
        lines = odoo.shell(database, SCRIPT, log="terms", env={"FMCG_I18N": str(folder)})
    for line in lines:
        if line.startswith(FOUND):
            say(line.removeprefix(FOUND))
    return 0
