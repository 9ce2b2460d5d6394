import os
import subprocess
import sys

import pytest

from devtools import cli, odoo_source, odoo_tests, stamps, tests
from devtools.config import ADDON, ROOT
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


def dev(*words, **env):
    command = [sys.executable, ROOT / "dev", *words]
    env = {**os.environ, **env}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=60)


@pytest.mark.parametrize(
    "words", [("bench", "analysis", "--json"), ("bench", "ledger"), ("eval", "basket", "A", "B")]
)
def test_what_is_not_built_says_so_and_exits_2(words, capsys):
    assert cli.main(list(words)) == 2
    assert capsys.readouterr().err.startswith(f"dev: {' '.join(words[:2])} is not built yet")


@pytest.mark.parametrize("command", ["run", "test", "lint", "shell", "odoo", "bench", "eval"])
def test_each_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: ./dev {command}")


def test_an_unknown_part_names_those_there_are():
    done = dev("test", "nope")
    assert done.returncode == 2
    assert "plain" in done.stderr


def test_the_linters_count_where_they_run_beside_odoo_s_tests(monkeypatch, capsys):
    parts = dict.fromkeys((name for name in tests.INSIDE if name != "lint"), lambda: (1, 0))
    monkeypatch.setattr(tests, "PARTS", parts)
    monkeypatch.setattr(tests.lint, "one_by_one", lambda: (3, 1))
    assert cli.main(["test", "--lint"]) == 1
    assert capsys.readouterr().out.endswith(f"{len(parts) + 3} passed, 1 failed\n")
    assert cli.main(["test"]) == 0


def test_each_of_the_addon_s_tests_runs_once_with_pages_or_without():
    files = sorted(path.name for path in (ROOT / ADDON / "tests").glob("test_*.py"))
    tags = [odoo_tests._tags(web=web).split(",") for web in (True, False)]
    assert sorted(tag.rpartition("/")[2] for part in tags for tag in part) == files
    assert f"/{ADDON}/tests/test_order_screen_axe.py" in tags[0]
    assert f"/{ADDON}/tests/test_order_request.py" in tags[1]


def test_odoo_s_tests_by_name_are_all_of_them(monkeypatch, capsys):
    monkeypatch.setattr(tests, "PARTS", dict.fromkeys(tests.PARTS, lambda: (2, 0)))
    assert cli.main(["test", "odoo"]) == 0
    assert capsys.readouterr().out.endswith("4 passed, 0 failed\n")
