"""``./dev run``: the demo company, served with crons on and a carrier beside it."""

import argparse
import contextlib
import http.client
import sys
import time
from collections.abc import Iterator

from . import databases, instance, locks, machine, odoo_log, once, stamps
from .config import ADDON, ROOT
from .instance import HOST, Instance
from .proc import Service
from .ui import DevError, say

LIVE = "fmcg_demo"
PORT = 8069
CARRIER_PORT = 8071
STEP_SECONDS = 60
READY_SECONDS = 180
PEOPLE = (
    "SELECT u.login || ' (' || p.name || ')' FROM res_users u JOIN res_partner p ON p.id = u.partner_id "
    "WHERE u.active AND NOT u.share AND u.login <> 'admin' ORDER BY u.id"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev run`` takes."""
    parser.add_argument("--fresh", action="store_true", help="begin anew: what was done in the demo is lost")
    parser.add_argument("--port", type=int, default=PORT, help="serve here instead of %(default)s")
    parser.add_argument(
        "--once",
        nargs="*",
        metavar="PATH",
        help="no server: put the demo's messages, or these files and folders, through the whole path once",
    )


def main(options: argparse.Namespace) -> int:
    """Serve until interrupted, or run the messages once."""
    if options.once is not None:
        return once.main(options.once)
    with serving(options.port, options.fresh) as (demo, services):
        _tell(demo, options.port)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                for service in services:
                    service.check()
                time.sleep(1)
    return 0


@contextlib.contextmanager
def serving(port: int = PORT, fresh: bool = False) -> Iterator[tuple[Instance, list[Service]]]:
    """Serve the demo while the block runs; DevError when a port is taken."""
    _check_ports(port)
    demo = ready(fresh)
    machine.offer([machine.PDF])
    # Building the demo took its time: somebody else's server must not be taken for ours.
    _check_ports(port)
    services: list[Service] = []
    try:
        services.append(carrier(demo, CARRIER_PORT))
        services.append(serve(demo, LIVE, port, "odoo"))
        wait(services, port)
        yield demo, services
    finally:
        say("stopping")
        for service in reversed(services):
            service.stop()


def ready(fresh: bool = False) -> Instance:
    """Return an Odoo whose live demo database is there and fits the addon's code."""
    demo = instance.ensure()
    with locks.only_one("live", "preparing the demo"):
        if fresh or not demo.server.exists(LIVE):
            _begin(demo)
        elif not stamps.done(LIVE, databases.addon_key()):
            say("Demo: the addon changed, upgrading (your data stays; --fresh begins anew)")
            demo.run(LIVE, "--no-http", "-u", ADDON, log="demo-upgrade")
            stamps.mark(LIVE, databases.addon_key())
    return demo


def _begin(demo: Instance) -> None:
    databases.ensure(demo, databases.LIVING)
    say("Demo: copying the company")
    stamps.clear(LIVE)
    demo.copy(databases.LIVING, LIVE)
    stamps.mark(LIVE, databases.addon_key())


def _check_ports(port: int) -> None:
    if not 0 < port < 65536:
        raise DevError(f"There is no port {port}: name one from 1 to 65535.")
    if instance.taken(port):
        raise DevError(f"Port {port} is taken: stop the program that uses it, or name another with --port.")
    if instance.taken(CARRIER_PORT):
        raise DevError(f"Port {CARRIER_PORT}, the demo carrier's, is taken: stop the program that uses it.")


def carrier(demo: Instance, port: int) -> Service:
    """Start a carrier that answers tracking calls on this machine, at the pace at which Odoo asks."""
    pace = ("--step-seconds", STEP_SECONDS, "--retry-scale", 0.01)
    command = [demo.python, "-m", "carrier_server", "--port", port, *pace]
    return Service(command, log="carrier", cwd=ROOT, on_line=lambda line: None)


def serve(demo: Instance, database: str, port: int, log: str, crons: int = 1) -> Service:
    """Start Odoo's server for one database on this machine."""
    web = ("--http-interface", HOST, "--http-port", port, "--max-cron-threads", crons)
    command = demo.command(database, *web, "--no-database-list", "--db-filter", f"^{database}$")
    return Service(command, log=log, env=demo.env, on_line=_show_problem)


def _show_problem(line: str) -> None:
    if odoo_log.problems([line]):
        print(line, file=sys.stderr, flush=True)


def wait(services: list[Service], port: int) -> None:
    """Wait until Odoo answers; DevError when a program ends meanwhile, or when it takes too long."""
    say("Odoo: starting")
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        for service in services:
            service.check()
        if answers(port):
            return
        time.sleep(0.5)
    raise DevError(f"Odoo has not answered for {READY_SECONDS} s: read {services[-1].path}.")


def answers(port: int) -> bool:
    """Tell whether Odoo's login page opens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", "/web/login")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tell(demo: Instance, port: int) -> None:
    others = demo.server.sql(PEOPLE, LIVE)
    logins = ", ".join(others.split("\n")).strip(", ")
    print(
        f"""
The demo company is open at http://{HOST}:{port}
  log in as     admin, password admin
  others        {logins} - the password is the login
  to try        FMCG Orders > Messages: open one, read it, settle its question, create the order;
                approve the order, enter a waybill on its delivery, watch the parcel arrive
  carrier       http://{HOST}:{CARRIER_PORT}, a parcel moves a step every {STEP_SECONDS} seconds
  your changes  stay for the next ./dev run; ./dev run --fresh begins anew
Ctrl-C ends it.
""",
        flush=True,
    )
