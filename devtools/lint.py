"""``./dev lint``: every linter and the project's own checks, one line for each."""

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import core_lint, lint_checks, odoo_source, stamps
from .config import ADDON, GLUE, PATHS, ROOT
from .proc import run
from .ui import DevError, say

REQUIREMENTS = Path(__file__).parent / "lint_requirements.txt"
PACKAGE = ROOT / "package.json"
NODE = PATHS.dev / "node"
SHOWN = 40
NETWORK_HINT = "Check the network and run again."
PRETTY_SUFFIXES = (".xml", ".js", ".scss", ".css", ".json", ".yml", ".yaml")
CORE_MESSAGES = (
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
)
CORE_PLUGINS = (
    "_pylint_path_setup",
    "pylint.extensions.bad_builtin",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)


class Skipped(Exception):
    """A check that this machine cannot run; its text says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev lint`` takes."""
    known = f"only these: {', '.join(CHECKS)}"
    parser.add_argument("names", nargs="*", metavar="CHECK", type=_check_name, help=known)
    parser.add_argument("--fix", action="store_true", help="first repair what ruff and prettier can repair")


def main(options: argparse.Namespace) -> int:
    """Run all checks, or those named; return 1 when one of them fails."""
    # What repairs files goes one after the other; checks alone keep both cores of a small machine busy.
    passed, failed = _all(options.names or list(CHECKS), 1 if options.fix else 2, options.fix)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def one_by_one() -> tuple[int, int]:
    """Run all checks one after another, as beside tests that leave one core; return (passed, failed)."""
    return _all(list(CHECKS), 1)


def _all(names: list[str], workers: int, fix: bool = False) -> tuple[int, int]:
    if any(name in TOOLS for name in names):
        _ensure_venv()
    with ThreadPoolExecutor(workers) as pool:
        passed = list(pool.map(lambda name: _report(name, fix), names))
    failed = [name for name, ok in zip(names, passed, strict=True) if not ok]
    say(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all checks passed'}")
    return len(names) - len(failed), len(failed)


def _check_name(text: str) -> str:
    if text not in CHECKS:
        raise argparse.ArgumentTypeError(f"no such check: {text}; there are {', '.join(CHECKS)}")
    return text


def _report(name: str, fix: bool) -> bool:
    begin = time.monotonic()
    try:
        count, wrong = CHECKS[name](fix) if name in FIXERS else CHECKS[name]()
    except Skipped as reason:
        say(f"{name:18} skipped: {reason}")
        return True
    except DevError as error:
        say(f"{name:18} failed: {error}")
        return False
    state = f"failed: {len(wrong)} findings" if wrong else "ok"
    say(f"{name:18} {state} ({count} checked, {time.monotonic() - begin:.1f} s)")
    lines = [f"    {line}" for line in wrong[:SHOWN]]
    if len(wrong) > SHOWN:
        lines.append(f"    ... and {len(wrong) - SHOWN} more")
    if lines:
        print("\n".join(lines))
    return not wrong


def _ensure_venv() -> None:
    key = stamps.key_of(REQUIREMENTS, sys.version_info[:2])
    if stamps.done("lint", key) and _tool("ruff").is_file() and _tool("pylint").is_file():
        return
    say("lint: installing ruff and pylint (once)")
    shutil.rmtree(PATHS.lint_venv, ignore_errors=True)
    run([sys.executable, "-m", "venv", PATHS.lint_venv], log="lint-venv", hint="Install python3-venv.")
    pip = [_tool("python"), "-m", "pip", "install", "--disable-pip-version-check"]
    run([*pip, "-r", REQUIREMENTS], log="lint-pip", hint=NETWORK_HINT)
    stamps.mark("lint", key)


def _tool(name: str) -> Path:
    return PATHS.lint_venv / "bin" / name


def _findings(command: list, env: dict[str, str] | None = None, ok: tuple[int, ...] = (0, 1)) -> list[str]:
    """Return the lines a linter prints; DevError when it did not run to its end."""
    lines: list[str] = []
    name = Path(command[0]).name
    status = run(command, log=f"lint-{name}", env=env, on_line=lines.append, check=False, cwd=ROOT)
    if status not in ok:
        raise DevError(f"{name} did not finish ({status}): {' | '.join(lines[-4:])}")
    return [line for line in lines if line.strip()] if status else []


def _python_count() -> int:
    return sum(1 for _path in lint_checks.sources(".py"))


def _ruff(fix: bool) -> lint_checks.Result:
    flags = ["--fix"] if fix else []
    wrong = _findings([_tool("ruff"), "check", "--quiet", "--output-format=concise", *flags, "."])
    return _python_count(), wrong


def _ruff_format(fix: bool) -> lint_checks.Result:
    lines = _findings([_tool("ruff"), "format", *([] if fix else ["--check"]), "."], ok=(0, 1, 2))
    return _python_count(), [line for line in lines if line.startswith(("Would reformat", "error"))]


def _pylint(flags: list[str], env: dict[str, str] | None = None) -> lint_checks.Result:
    addons = [ROOT / name for name in (ADDON, *GLUE)]
    if missing := [addon for addon in addons if not (addon / "__init__.py").is_file()]:
        return 0, [f"{addon.name}/__init__.py does not exist" for addon in missing]
    # The status is a sum of what kinds were found; 32 alone means that pylint was called wrongly.
    ok = tuple(range(32))
    lines = _findings([_tool("pylint"), *flags, *addons], env, ok)
    return _python_count(), [line for line in lines if not line.startswith("*****")]


def _pylint_odoo() -> lint_checks.Result:
    return _pylint([f"--rcfile={ROOT / '.pylintrc-mandatory'}"])


def _pylint_core() -> lint_checks.Result:
    """Run the checks that Odoo's test_lint adds to pylint, on this addon only."""
    odoo = odoo_source.ensure()
    plugins = odoo.addons / "test_lint" / "tests"
    if not plugins.is_dir():
        raise Skipped("this Odoo has no test_lint")
    env = {"ADDONS_PATH": str(ROOT), "PYTHONPATH": f"{plugins}:{odoo.library}"}
    flags = [
        "--rcfile=/dev/null",
        "--disable=all,useless-option-value,unknown-option-value",
        f"--enable={','.join(CORE_MESSAGES)}",
        "--reports=n",
        "--score=n",
        f"--load-plugins={','.join(CORE_PLUGINS)}",
        "--bad-functions=input",
    ]
    return _pylint(flags, env)


def _test_lint() -> lint_checks.Result:
    """Run what Odoo's test_lint checks in a registry."""
    try:
        return core_lint.check()
    except core_lint.Missing:
        raise Skipped("this Odoo has no test_lint") from None


def _prettier(fix: bool) -> lint_checks.Result:
    if not shutil.which("npm"):
        raise Skipped("no npm on this machine (XML is still checked for being well-formed)")
    _ensure_node()
    paths = list(lint_checks.sources(*PRETTY_SUFFIXES))
    command = [
        NODE / "node_modules/.bin/prettier",
        f"--plugin={NODE / 'node_modules/@prettier/plugin-xml/src/plugin.js'}",
        f"--config={ROOT / '.prettierrc.yml'}",
        "--log-level=warn",
        "--write" if fix else "--check",
        *paths,
    ]
    lines = _findings(command, ok=(0, 1, 2)) if paths else []
    return len(paths), [line for line in lines if not line.startswith(("[warn] Code style", "Checking"))]


def _ensure_node() -> None:
    key = stamps.key_of(PACKAGE)
    if stamps.done("node", key) and (NODE / "node_modules/.bin/prettier").exists():
        return
    say("lint: installing prettier (once)")
    NODE.mkdir(parents=True, exist_ok=True)
    shutil.copy(PACKAGE, NODE)
    run(["npm", "install", "--no-audit", "--no-fund"], log="lint-npm", cwd=NODE, hint=NETWORK_HINT)
    stamps.mark("node", key)


CHECKS: dict[str, Callable[..., lint_checks.Result]] = {
    "ruff": _ruff,
    "ruff-format": _ruff_format,
    "pylint-odoo": _pylint_odoo,
    "pylint-core": _pylint_core,
    "test-lint": _test_lint,
    "prettier": _prettier,
    "xml": lint_checks.xml_wellformed,
    "file-length": lint_checks.file_length,
    "function-length": lint_checks.function_length,
    "engine-imports": lint_checks.engine_imports,
    "manifest-files": lint_checks.manifest_files,
    "translations": lint_checks.translations,
}
FIXERS = frozenset({"ruff", "ruff-format", "prettier"})
TOOLS = frozenset({"ruff", "ruff-format", "pylint-odoo", "pylint-core", "test-lint"})
