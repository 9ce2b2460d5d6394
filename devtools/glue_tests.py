"""``./dev test glue``: the small addons that join ours with another one, with the real other one."""

import time

from . import databases, demo_server, instance, oca, odoo_log
from .config import PATHS
from .instance import HOST, Instance
from .odoo_tests import FOUND, INSIDE, SAID
from .proc import Service
from .ui import DevError, say

MRP, QUEUE = "fmcg_order_mgmt_mrp", "fmcg_order_mgmt_queue_job"
WORKERS = 4
PATIENCE_SECONDS = 120


def run_glue() -> tuple[int, int]:
    """Install each beside its other addon, which brings it in by itself; return (passed, failed)."""
    results = [run_mrp(), run_queue()]
    return sum(passed for passed, _failed in results), sum(failed for _passed, failed in results)


def run_mrp() -> tuple[int, int]:
    """Test with Odoo's manufacturing."""
    odoo = instance.ensure()
    with odoo.scratch(databases.ensure(odoo, databases.PLAIN), "mrp") as database:
        say(f"{MRP}: its tests, with manufacturing installed")
        return _tests(odoo, database, "mrp", MRP)


def run_queue() -> tuple[int, int]:
    """Test with OCA's job queue and its own runner. Skipped where the index does not offer it."""
    odoo = oca.ensure(instance.ensure(), oca.QUEUE)
    if not odoo:
        say(f"SKIPPED {QUEUE}: the job queue could not be fetched")
        return 0, 0
    with odoo.scratch(databases.ensure(odoo, databases.PLAIN), "queue") as database:
        say(f"{QUEUE}: its tests, with the queue installed")
        passed, failed = _tests(odoo, database, "queue_job", QUEUE)
        say(f"{QUEUE}: a wave on the queue's own runner, {WORKERS} jobs at once")
        more, wrong = _on_runner(odoo, database)
    return passed + more, failed + wrong


def _tests(odoo: Instance, database: str, other: str, glue: str) -> tuple[int, int]:
    port = ("--http-interface", HOST, "--http-port", instance.free_port())
    lines = odoo.run(database, *port, "-i", other, "--test-tags", f"/{glue}", log=f"test-{glue}", check=False)
    passed, failed = odoo_log.result(lines)
    found = odoo_log.problems(lines)
    for line in odoo_log.explained(lines):
        print(f"  {line}")
    return passed, failed + len(found)


def _on_runner(odoo: Instance, database: str) -> tuple[int, int]:
    jobs = _jobs(odoo.shell(database, INSIDE / "queue_wave.py", log="test-queue-wave"))
    if not jobs:
        print(f"  no job was made: see {PATHS.logs}/test-queue-wave.log")
        return 0, 1
    server = _serve(odoo, database)
    try:
        _wait(odoo, server, database)
    finally:
        server.stop()
    lines = odoo.shell(database, INSIDE / "queue_result.py", log="test-queue-result")
    wrong = odoo_log.explained(lines) + [line for line in lines if line.startswith(FOUND)]
    for line in wrong:
        print(f"  {line[:500]}")
    return sum(line.startswith(SAID) for line in lines), len(wrong)


def _jobs(lines: list[str]) -> int:
    return sum(int(line.split()[1]) for line in lines if line.startswith("JOBS "))


def _serve(odoo: Instance, database: str) -> Service:
    """Start Odoo with the queue's runner in it."""
    port = instance.free_port()
    web = ("--http-interface", HOST, "--http-port", port, "--max-cron-threads", 0)
    command = odoo.command(database, *web, "--load", "base,web,queue_job", "--db-filter", f"^{database}$")
    env = {
        **odoo.env,
        "ODOO_QUEUE_JOB_CHANNELS": f"root:{WORKERS}",
        "ODOO_QUEUE_JOB_HOST": HOST,
        "ODOO_QUEUE_JOB_PORT": str(port),
    }
    service = Service(command, log="test-queue-server", env=env, on_line=lambda line: None)
    demo_server.wait([service], port)
    return service


def _wait(odoo: Instance, server: Service, database: str) -> None:
    """Wait until no job is left to do."""
    open_jobs = "SELECT count(*) FROM queue_job WHERE state NOT IN ('done', 'failed', 'cancelled')"
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        server.check()
        if odoo.server.sql(open_jobs, database).strip() == "0":
            return
        time.sleep(1)
    raise DevError(f"The queue's jobs were not done after {PATIENCE_SECONDS} s: read {server.path}.")
