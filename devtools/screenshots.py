"""``./dev screenshots``: a picture of each screen of the demo, at phone and at desktop width."""

import argparse
import contextlib
import json
from collections.abc import Iterator

from . import demo_server, instance, machine
from .config import ADDON, PATHS, ROOT
from .demo_server import LIVE, PORT
from .instance import HOST, Instance
from .proc import run
from .screens import SCREENS, Screen
from .ui import DevError, say

FOLDER = ROOT / ADDON / "static" / "description" / "screenshots"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``./dev screenshots`` takes."""
    names = ", ".join(screen.name for screen in SCREENS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {names}")
    parser.add_argument("--port", type=int, default=PORT, help="where the demo runs or is started")


def main(options: argparse.Namespace) -> int:
    """Take the pictures; return 1 when a screen shows an error."""
    unknown = set(options.names) - {screen.name for screen in SCREENS}
    if unknown:
        raise DevError(f"No screen is called {', '.join(sorted(unknown))}: see devtools/screens.py.")
    chosen = [screen for screen in SCREENS if not options.names or screen.name in options.names]
    machine.ensure([machine.BROWSER])
    with _demo(options.port) as demo:
        plan = PATHS.dev / "screens.json"
        rows = [_row(demo, screen) for screen in chosen]
        plan.write_text(
            json.dumps(
                {
                    "url": f"http://{HOST}:{options.port}",
                    "database": LIVE,
                    "browser": machine.browser(),
                    "folder": str(FOLDER),
                    "screens": rows,
                }
            )
        )
        command = [demo.python, "-m", "devtools.chromium", plan]
        status = run(command, log="screenshots", cwd=ROOT, on_line=say, check=False)
    say(f"the pictures are in {FOLDER}")
    return 1 if status else 0


@contextlib.contextmanager
def _demo(port: int) -> Iterator[Instance]:
    """Give the demo that runs already, or serve it meanwhile."""
    if instance.taken(port) and demo_server.answers(port):
        yield instance.ensure()
    else:
        with demo_server.serving(port) as (demo, _services):
            yield demo


def _row(demo: Instance, screen: Screen) -> dict:
    value = demo.server.sql(screen.query, LIVE).strip() if screen.query else ""
    if screen.query and not value:
        raise DevError(
            f"The demo has nothing to show for {screen.name}: see its query in devtools/screens.py."
        )
    row = {"name": screen.name, "path": screen.path.replace("{}", value), "wait": screen.wait}
    return row | {"steps": screen.steps, "call": screen.call, "record": value}
