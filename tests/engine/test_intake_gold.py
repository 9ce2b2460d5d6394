"""The gold sets of messages: how well the plain engine reads them, as the sets' own scores say."""

import json
import subprocess
import sys
from pathlib import Path

import intake_gold
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "intake_gold"
OWN = ROOT / "tests" / "gold"
# what each set must reach at least: share of lines right, touchless orders, changes and dates
NAMES = ("lines_right", "orders_touchless", "amend_right", "dates_right")
LEAST = {
    SHARED / "dev": (0.97, 0.9, 0.95, 0.98),
    OWN / "dairy": (0.985, 0.98, 0.98, 0.98),
    OWN / "pantry": (0.985, 0.98, 0.98, 0.98),
    OWN / "household": (0.985, 0.98, 0.98, 0.98),
    OWN / "drinks": (0.97, 0.94, 0.98, 0.98),
    OWN / "kitchen": (0.95, 0.93, 0.98, 0.98),
    OWN / "general": (0.965, 0.92, 0.98, 0.98),
    OWN / "corner": (0.99, 0.95, 0.98, 0.98),
    OWN / "cafe": (0.98, 0.96, 0.98, 0.98),
    OWN / "island": (0.98, 0.94, 0.98, 0.98),
    OWN / "north": (0.98, 0.93, 0.98, 0.98),
    OWN / "harbor": (0.98, 0.96, 0.98, 0.98),
    OWN / "plaza": (0.98, 0.98, 0.98, 0.98),
    OWN / "garden": (0.98, 0.98, 0.98, 0.98),
    OWN / "metro": (0.965, 0.93, 0.94, 0.97),
    OWN / "harvest": (0.98, 0.96, 0.98, 0.98),
    OWN / "summit": (0.97, 0.93, 0.98, 0.98),
    OWN / "bridge": (0.95, 0.93, 0.98, 0.98),
    OWN / "lantern": (0.97, 0.94, 0.98, 0.98),
    OWN / "meadow": (0.98, 0.95, 0.94, 0.98),
    OWN / "delta": (0.98, 0.96, 0.98, 0.98),
    OWN / "orchard": (0.98, 0.94, 0.98, 0.98),
    OWN / "prairie": (0.97, 0.91, 0.98, 0.98),
    OWN / "quarry": (0.97, 0.92, 0.98, 0.98),
    OWN / "lagoon": (0.97, 0.92, 0.95, 0.98),
    OWN / "ferry": (0.98, 0.97, 0.98, 0.98),
    OWN / "cedar": (0.99, 0.98, 0.98, 0.98),
    OWN / "amber": (0.98, 0.95, 0.98, 0.98),
    OWN / "maple": (0.97, 0.94, 0.98, 0.98),
    OWN / "sierra": (0.98, 0.94, 0.98, 0.98),
    OWN / "coral": (0.98, 0.94, 0.98, 0.98),
    OWN / "bamboo": (0.98, 0.94, 0.98, 0.98),
    OWN / "delmar": (0.98, 0.95, 0.98, 0.98),
    OWN / "tundra": (0.96, 0.91, 0.98, 0.98),
    OWN / "pebble": (0.985, 0.98, 0.98, 0.98),
    OWN / "canyon": (0.985, 0.97, 0.98, 0.98),
    OWN / "willow": (0.99, 0.97, 0.98, 0.98),
    OWN / "hollow": (0.96, 0.91, 0.98, 0.98),
    OWN / "marina": (0.96, 0.92, 0.98, 0.98),
    OWN / "steppe": (0.97, 0.94, 0.98, 0.98),
    OWN / "palm": (0.97, 0.96, 0.98, 0.98),
    OWN / "hearth": (0.98, 0.96, 0.98, 0.98),
    OWN / "orchid": (0.985, 0.94, 0.98, 0.98),
    OWN / "jade": (0.985, 0.97, 0.98, 0.98),
    OWN / "granite": (0.975, 0.94, 0.98, 0.98),
    OWN / "sesame": (0.985, 0.97, 0.98, 0.98),
    OWN / "basil": (0.985, 0.98, 0.98, 0.98),
    OWN / "cobalt": (0.985, 0.97, 0.98, 0.98),
    OWN / "ember": (0.99, 0.98, 0.98, 0.98),
    OWN / "dune": (0.96, 0.93, 0.98, 0.98),
    OWN / "elm": (0.98, 0.96, 0.98, 0.98),
    OWN / "fjord": (0.99, 0.98, 0.98, 0.98),
    OWN / "grove": (0.985, 0.97, 0.98, 0.98),
    OWN / "haven": (0.98, 0.92, 0.98, 0.97),
    OWN / "indigo": (0.985, 0.97, 0.98, 0.98),
    OWN / "juniper": (0.96, 0.96, 0.98, 0.98),
    OWN / "kestrel": (0.985, 0.95, 0.98, 0.98),
    OWN / "lotus": (0.98, 0.93, 0.98, 0.98),
    OWN / "mesa": (0.985, 0.97, 0.98, 0.98),
    OWN / "nectar": (0.98, 0.97, 0.98, 0.98),
    OWN / "osprey": (0.985, 0.96, 0.98, 0.98),
    OWN / "pomelo": (0.97, 0.95, 0.98, 0.98),
    OWN / "raven": (0.99, 0.98, 0.98, 0.98),
    # numbers in every third name, and what is tuned least
    OWN / "onyx": (0.88, 0.72, 0.94, 0.97),
    OWN / "flint": (0.86, 0.63, 0.93, 0.97),
    OWN / "laurel": (0.955, 0.87, 0.93, 0.96),
}
# of the accepted lines, how many may be wrong; more in the sets that were tuned least
MOST_WRONG = dict.fromkeys(LEAST, 0.004) | {
    OWN / "lantern": 0.007,
    OWN / "delta": 0.008,
    OWN / "lagoon": 0.008,
    OWN / "orchid": 0.006,
    OWN / "onyx": 0.006,
    OWN / "flint": 0.006,
    OWN / "laurel": 0.012,
}


@pytest.mark.parametrize("folder", LEAST, ids=lambda folder: folder.name)
def test_a_gold_set_is_read_as_well_as_before(folder, tmp_path):
    if not (SHARED / "score.py").exists():
        pytest.skip("../shared/intake_gold is not here")
    intake_gold.main(str(folder), str(tmp_path / "predictions.jsonl"))
    command = [sys.executable, str(SHARED / "score.py"), str(folder), str(tmp_path / "predictions.jsonl")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    scores = json.loads(printed.splitlines()[-1])
    low = {name for name, least in zip(NAMES, LEAST[folder], strict=True) if scores[name] < least}
    assert not low and scores["accepted_wrong"] <= MOST_WRONG[folder], scores
