import subprocess
import sys

import pytest

from devtools import odoo_source, stamps, tests
from devtools.config import ROOT
from devtools.ui import DevError


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("78 passed, 1 skipped in 2.10s", (78, 0)),
        ("2 failed, 3 passed, 1 error in 0.2s", (3, 3)),
        ("no tests ran in 0.01s", (0, 0)),
    ],
)
def test_count_reads_the_closing_line(line, expected):
    assert tests.count(line) == expected


def test_a_wrong_odoo_is_told_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("ODOO", str(tmp_path))
    with pytest.raises(DevError, match="holds no Odoo"):
        odoo_source.ensure()


def test_key_changes_with_a_file(tmp_path):
    path = tmp_path / "a"
    path.write_text("1")
    before = stamps.key_of(path)
    path.write_text("2")
    assert stamps.key_of(path) != before


@pytest.mark.parametrize("command", ["run", "bench", "eval", "shell"])
def test_what_is_not_built_says_so_and_exits_2(command):
    done = subprocess.run(
        [sys.executable, ROOT / "dev", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, f"dev: {command} is not built yet\n")


def test_an_unknown_part_names_those_there_are():
    done = subprocess.run(
        [sys.executable, ROOT / "dev", "test", "nope"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "plain" in done.stderr
