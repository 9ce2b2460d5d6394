"""``./dev eval intake``: a gold set of messages through the real models, scored by the set's own script."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from . import databases, instance
from .config import ROOT, SHARED
from .gold import tables
from .instance import Instance
from .ui import DevError, say

WHAT = "read a gold set of messages through the models and score what was understood"
SCRIPT = Path(__file__).parent / "inside" / "eval_intake.py"
SAID = "SAID "
MESSAGES = "messages.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev eval intake`` takes."""
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help="the gold set; without one, those that this project knows"
    )
    parser.add_argument("--predictions", metavar="FILE", help="keep what was understood, a line a message")
    parser.add_argument("--details", action="store_true", help="one line for each message that differs")
    parser.epilog = (
        "The set's own score.py, in DIR or beside it, computes the scores; ms_per_message is the time that "
        "action_parse takes for a message, writing its drafts included."
    )


def main(options: argparse.Namespace) -> int:
    """Read one gold set, or the usual ones; print their scores. DevError when a set is not sound."""
    folders = [Path(options.folder).resolve()] if options.folder else usual()
    if not folders:
        raise DevError("Name a gold set: ./dev eval intake DIR.")
    if options.predictions and len(folders) > 1:
        raise DevError("Name the gold set whose predictions are to be kept: ./dev eval intake DIR.")
    kept = options.predictions and Path(options.predictions).resolve()
    if kept and not kept.parent.is_dir():
        raise DevError(f"{kept.parent} is no folder: name a file in one that exists.")
    scorers = {folder: scorer(folder) for folder in folders if tables.load(folder)}
    odoo = instance.ensure()
    template = databases.ensure(odoo, databases.PLAIN)
    return max(_evaluate(odoo, template, folder, scorers[folder], options) for folder in folders)


def usual() -> list[Path]:
    """Return the sets that are read when none is named: those that lie beside the project and in it."""
    places = [*(SHARED / "intake_gold").glob("*/"), *(ROOT / "tests" / "gold").glob("*/")]
    return sorted(folder for folder in places if (folder / MESSAGES).is_file())


def scorer(folder: Path) -> Path:
    """Return the set's own ``score.py``, in its folder or beside it; our own sets go by the shared one.

    Raises DevError without one.
    """
    own = folder.parent == ROOT / "tests" / "gold"
    for place in (folder, folder.parent, *([SHARED / "intake_gold"] if own else [])):
        if (place / "score.py").is_file():
            return place / "score.py"
    raise DevError(f"{folder} has no score.py, nor is one beside it: put the set's own there.")


def _evaluate(odoo: Instance, template: str, folder: Path, score: Path, options: argparse.Namespace) -> int:
    """Read one set and print its scores; return the status of its script."""
    say(f"{folder}: reading it in a database that is dropped afterwards")
    with tempfile.TemporaryDirectory() as work:
        kept = Path(options.predictions or Path(work) / "predictions.jsonl").resolve()
        with odoo.scratch(template, "eval") as database:
            read(odoo, database, folder, kept)
        command = [sys.executable, score, folder, kept, *(["--details"] if options.details else [])]
        sys.stdout.flush()
        return subprocess.run(list(map(str, command)), check=False).returncode


def read(odoo: Instance, database: str, folder: Path, predictions: Path) -> None:
    """Put a set's messages to the models in a database, and write a prediction for each."""
    odoo.shell(
        database,
        SCRIPT,
        log="eval-intake",
        env={"FMCG_GOLD": str(folder), "FMCG_PREDICTIONS": str(predictions)},
        on_line=lambda line: say(f"  {line.removeprefix(SAID)}") if line.startswith(SAID) else None,
    )
