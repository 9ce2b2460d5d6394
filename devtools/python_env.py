"""The virtual environment with the packages that Odoo 19 and the tests need."""

import shutil
import sys
from pathlib import Path

from . import machine, stamps
from .config import PATHS
from .proc import need_space, output, run
from .ui import DevError, say

# A damaged or half-removed environment shows when these are loaded.
PROBE = ("babel", "lxml.etree", "PIL", "psycopg2", "pytest", "reportlab", "websocket", "werkzeug")
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def ensure() -> Path:
    """Return the environment's python; build it anew unless it was finished with these packages."""
    python = PATHS.venv / "bin" / "python"
    key = stamps.key_of(REQUIREMENTS, sys.version_info[:2])
    if stamps.done("venv", key) and _works(python):
        return python
    if not (3, 10) <= sys.version_info[:2] <= (3, 12):
        raise DevError(
            f"Python {sys.version.split()[0]} runs this, Odoo 19 wants 3.10 to 3.12: install python3.11."
        )
    machine.ensure([machine.VENV])
    need_space(PATHS.dev, 900)
    stamps.clear("venv")
    say("Python packages: building the environment (once)")
    shutil.rmtree(PATHS.venv, ignore_errors=True)
    hint = f"Remove {PATHS.venv} and run again."
    run([sys.executable, "-m", "venv", PATHS.venv], log="venv", hint=hint)
    hint = "Check the network and run again."
    run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], log="pip", hint=hint)
    stamps.mark("venv", key)
    return python


def _works(python: Path) -> bool:
    """Tell whether the environment starts and its larger parts can be loaded."""
    try:
        output([python, "-c", f"import {', '.join(PROBE)}"])
    except (DevError, OSError):
        return False
    return True
