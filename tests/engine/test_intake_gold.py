"""The gold sets of messages: how well the plain engine reads them, as the sets' own scores say."""

import json
import subprocess
import sys
from pathlib import Path

import intake_gold
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "intake_gold"
# what each set must reach at least: share of lines right, touchless orders, changes and dates
LEAST = {
    SHARED / "dev": {"lines_right": 0.97, "orders_touchless": 0.9, "amend_right": 0.95, "dates_right": 0.98},
    ROOT / "tests" / "gold" / "dairy": {
        "lines_right": 0.88,
        "orders_touchless": 0.8,
        "amend_right": 0.9,
        "dates_right": 0.95,
    },
}
MOST_WRONG = {"dev": 0.003, "dairy": 0.04}


@pytest.mark.parametrize("folder", LEAST, ids=lambda folder: folder.name)
def test_a_gold_set_is_read_as_well_as_before(folder, tmp_path):
    if not (SHARED / "score.py").exists():
        pytest.skip("../shared/intake_gold is not here")
    intake_gold.main(str(folder), str(tmp_path / "predictions.jsonl"))
    command = [sys.executable, str(SHARED / "score.py"), str(folder), str(tmp_path / "predictions.jsonl")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    scores = json.loads(printed.splitlines()[-1])
    low = {name: scores[name] for name, least in LEAST[folder].items() if scores[name] < least}
    assert not low and scores["accepted_wrong"] <= MOST_WRONG[folder.name], scores
