"""The carrier beside the demo: its program, and where its services call the demo back."""

import contextlib
import json
import time
import urllib.error
import urllib.request

from .config import PATHS, ROOT
from .instance import HOST, Instance
from .proc import Service
from .ui import DevError

PORT = 8071
# A parcel moves as often as Odoo asks.
STEP_SECONDS = 60
READY_SECONDS = 10
STATE = PATHS.dev / "carrier" / "state"
# kuaidi100 is told the address with each parcel, the others have it in their console.
PUSHED = (
    "SELECT provider || ' ' || push_token FROM fmcg_tracking_account WHERE active AND use_push "
    f"AND provider <> 'kuaidi100' AND base_url = 'http://{HOST}:{PORT}' ORDER BY id"
)


def start(demo: Instance, port: int, keep: bool = False) -> Service:
    """Start a carrier on this machine; with ``keep`` it goes on where the last one was."""
    pace = ("--step-seconds", STEP_SECONDS, "--retry-scale", 0.01)
    state = ("--state", STATE) if keep else ()
    command = [demo.python, "-m", "carrier_server", "--port", port, *pace, *state]
    return Service(command, log="carrier", cwd=ROOT, on_line=lambda line: None)


def forget() -> None:
    """Let the next carrier begin anew."""
    STATE.unlink(missing_ok=True)


def connect(demo: Instance, database: str, port: int) -> None:
    """Tell the carrier where in this Odoo each service's news go."""
    for line in demo.server.sql(PUSHED, database).split("\n"):
        provider, _, token = line.strip().partition(" ")
        if token:
            url = f"http://{HOST}:{port}/fmcg/track/{provider}/{token}"
            _control("webhook", {"provider": provider, "url": url})


def _control(call: str, values: dict[str, str]) -> None:
    request = urllib.request.Request(
        f"http://{HOST}:{PORT}/control/{call}",
        json.dumps(values).encode(),
        {"Content-Type": "application/json"},
    )
    # No proxy of the environment reaches this machine's own ports.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + READY_SECONDS
    while True:
        try:
            with contextlib.closing(opener.open(request, timeout=READY_SECONDS)):
                return
        except (urllib.error.URLError, OSError) as error:
            if time.monotonic() > end:
                raise DevError(f"The demo's carrier cannot be told where to call: {error}") from error
            time.sleep(0.2)
