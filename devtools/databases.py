"""The template databases: each is the one before it and a step more, built once and copied."""

import ast
from dataclasses import dataclass
from pathlib import Path

from . import locks, odoo_log, stamps
from .config import ADDON, PATHS, ROOT
from .instance import Instance
from .proc import need_space
from .ui import DevError, say

DEMO = Path(__file__).parent / "demo"
# What makes a company live: run in this order, each through Odoo's shell.
SCRIPTS = ("quiet.py", "history.py", "tracking.py", "driver.py", "inbox.py", "replenish.py", "assets.py")
# Nothing under these changes what a database holds.
NOT_DATA = ("tests/", "static/tests/", "static/description/", "README", "readme/")

CORE = "fmcg_core"
CORE_DEMO = "fmcg_core_demo"
PLAIN = "fmcg_plain"
COMPANY = "fmcg_company"
LIVING = "fmcg_living"


@dataclass(frozen=True)
class _Step:
    key: str
    what: str
    before: str | None
    megabytes: int = 800


def ensure(instance: Instance, name: str) -> str:
    """Build the template ``name``, and those before it, unless it is there and fits; return its name."""
    # One lock for each: who needs core alone does not wait for a company's history.
    with locks.only_one(f"template-{name}", f"building the database {name}"):
        _build(instance, name)
    return name


def addon_key() -> str:
    """Return a fingerprint of all in the addon that a database depends on."""
    return stamps.tree_key(ROOT / ADDON, skip=NOT_DATA)


def depends() -> list[str]:
    """Return the modules that the addon's manifest depends on."""
    return ast.literal_eval((ROOT / ADDON / "__manifest__.py").read_text())["depends"]


def _build(instance: Instance, name: str) -> None:
    step = _steps(instance)[name]
    if stamps.done(name, step.key) and instance.server.exists(name):
        return
    if step.before:
        ensure(instance, step.before)
    say(f"Database {name}: {step.what}")
    need_space(PATHS.dev, step.megabytes)
    stamps.clear(name)
    if step.before:
        instance.copy(step.before, name)
    else:
        instance.drop(name)
    BUILD[name](instance, name)
    stamps.mark(name, step.key)


def _steps(instance: Instance) -> dict[str, _Step]:
    core = stamps.key_of(depends(), instance.odoo.library / "odoo" / "release.py", str(instance.server.env))
    company = stamps.key_of(core, addon_key())
    given = ROOT / "carrier_server" / "generic_options.json"
    scripts = stamps.key_of(company, SCRIPTS, given, *sorted(DEMO.glob("*.py")))
    return {
        CORE: _Step(core, "core's modules (a minute or two, once)", None),
        CORE_DEMO: _Step(core, "core's modules with their demo data (two minutes or three, once)", None),
        PLAIN: _Step(company, "the addon alone, without demo data (a minute)", CORE),
        COMPANY: _Step(company, "the addon with its demo company", CORE_DEMO),
        LIVING: _Step(scripts, "the company's history and inbox", COMPANY),
    }


def _core(instance: Instance, name: str) -> None:
    instance.run(name, "--no-http", "-i", ",".join(depends()), log=name)


def _core_demo(instance: Instance, name: str) -> None:
    instance.run(name, "--no-http", "--with-demo", "-i", ",".join(depends()), log=name)


def _plain(instance: Instance, name: str) -> None:
    instance.run(name, "--no-http", "-i", ADDON, log=name)


def _company(instance: Instance, name: str) -> None:
    words = ("--no-http", "--with-demo", "--load-language", "zh_CN", "-i", ADDON)
    instance.run(name, *words, log=name)


def _living(instance: Instance, name: str) -> None:
    for script in SCRIPTS:
        if not (DEMO / script).is_file():
            raise DevError(f"{DEMO / script} is missing: take it from the repository again (git checkout).")
        say(f"  {script}")
        instance.shell(name, DEMO / script, log=f"{name}-{Path(script).stem}", on_line=_show)


def _show(line: str) -> None:
    """Say what a script prints; what Odoo logs stays in the log."""
    if line.strip() and not odoo_log.RECORD.match(line):
        say(f"    {line}")


BUILD = {CORE: _core, CORE_DEMO: _core_demo, PLAIN: _plain, COMPANY: _company, LIVING: _living}
