"""Takes pictures of web pages with Chromium over its DevTools protocol; runs in the virtual environment.

``python -m devtools.chromium PLAN``: PLAN is the file that ``./dev screenshots`` writes.
"""

import base64
import io
import json
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import websocket
from PIL import Image

WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
WAIT_SECONDS = 60
LONGEST = 200
# What is still moving when a page is there: fonts, images, transitions.
SETTLE_SECONDS = 1.0
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
DIALOG = "document.querySelector('.o_error_dialog, .o_rpc_error, .o_dialog_error')"


class PageError(Exception):
    """The page is not what was asked for."""


class Page:
    """One tab; ``errors`` collects what its console and its network said."""

    def __init__(self, address: str):
        self.socket = websocket.create_connection(address, timeout=WAIT_SECONDS)
        self.number = 0
        self.errors: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params) -> dict:
        """Call the browser and return its answer; events that come meanwhile are noted."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise PageError(f"{method}: {message['error']['message']}")
                return message["result"]
            self._note(message)

    def _note(self, message: dict) -> None:
        method, params = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] == "error":
            words = [str(each.get("value", each.get("description", ""))) for each in params["args"]]
            self.errors.append(" ".join(words))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")

    def value(self, expression: str):
        """Return what a JavaScript expression gives; None when it fails."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Try an expression until it is true. Raises PageError when it never is."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            if self.value(f"Boolean({expression})"):
                return
            if self.value(f"Boolean({DIALOG})"):
                raise PageError(f"an error dialog: {self.value(DIALOG + '.innerText')}")
            time.sleep(0.1)
        raise PageError(f"waited {WAIT_SECONDS} s for {expression}")

    def picture(self) -> bytes:
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])


@contextmanager
def browser(program: str, kind: type[Page] = Page) -> Iterator[Page]:
    """Start Chromium with a profile of its own and give its tab, as a page of a kind."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield kind(_address(Path(profile) / "DevToolsActivePort", process))
        finally:
            process.terminate()
            process.wait(10)


def _address(file: Path, process: subprocess.Popen) -> str:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if file.exists() and (lines := file.read_text().splitlines()):
            tabs = requests.get(f"http://127.0.0.1:{lines[0]}/json/list", timeout=10).json()
            pages = [tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"]
            if pages:
                return pages[0]
        time.sleep(0.1)
    raise PageError("Chromium did not start")


def session(url: str, database: str, login: str = "admin") -> str:
    """Log in as the demo's administrator, or as somebody whose password is the login; return the cookie."""
    params = {"db": database, "login": login, "password": login}
    answer = requests.post(f"{url}/web/session/authenticate", json={"params": params}, timeout=60)
    if "error" in answer.json():
        raise PageError(f"cannot log in as {login}: {answer.json()['error']['data']['message']}")
    return answer.cookies["session_id"]


def address(url: str, screen: dict, cookie: str) -> str:
    """Return the path that a record's method gives as the address to open."""
    model, method = screen["call"]
    params = {"model": model, "method": method, "args": [[int(screen["record"])]], "kwargs": {}}
    call = f"{url}/web/dataset/call_kw/{model}/{method}"
    answer = requests.post(call, json={"params": params}, cookies={"session_id": cookie}, timeout=60).json()
    if "error" in answer:
        raise PageError(f"{model}.{method}: {answer['error']['data']['message']}")
    return urllib.parse.urlsplit(answer["result"]["url"]).path


def take(page: Page, plan: dict, screen: dict, cookie: str) -> list[str]:
    """Take both pictures of a screen; return what is wrong with it."""
    page.send("Network.clearBrowserCookies")
    if screen["call"]:
        screen = screen | {"path": address(plan["url"], screen, cookie)}
    else:
        page.send("Network.setCookie", name="session_id", value=cookie, url=plan["url"])
    wrong = []
    for kind, (width, height) in WIDTHS.items():
        page.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=kind == "phone",
        )
        page.send("Emulation.setTouchEmulationEnabled", enabled=kind == "phone")
        # From an empty page, so that nothing of the screen before is taken for this one.
        page.send("Page.navigate", url="about:blank")
        page.until("location.href === 'about:blank'")
        page.errors.clear()
        try:
            _open(page, plan["url"] + screen["path"], screen)
        except PageError as error:
            wrong.append(f"{kind}: {error}")
        _save(page.picture(), Path(plan["folder"]) / f"{screen['name']}-{kind}.png")
        wrong += [f"{kind}: console: {error}" for error in page.errors]
    return wrong


def _open(page: Page, url: str, screen: dict) -> None:
    page.send("Page.navigate", url=url)
    for step in screen["steps"]:
        page.until(step)
    page.until(f"document.querySelector({json.dumps(screen['wait'])})")
    page.until("document.fonts.status === 'loaded' && !document.querySelector('.o_loading_indicator')")
    time.sleep(SETTLE_SECONDS)
    page.until(f"!({DIALOG})")


def _save(data: bytes, path: Path) -> None:
    """Write a picture with a palette, which is a third of the size and looks the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main(argument: str) -> int:
    """Take all pictures of a plan; print one line each; return 1 when a screen is wrong."""
    plan = json.loads(Path(argument).read_text())
    failed = 0
    with browser(plan["browser"]) as page:
        cookie = session(plan["url"], plan["database"])
        for screen in plan["screens"]:
            try:
                wrong = take(page, plan, screen, cookie)
            except PageError as error:
                wrong = [str(error)]
            failed += bool(wrong)
            told = "; ".join(dict.fromkeys(" ".join(each.split())[:LONGEST] for each in wrong))
            print(f"{screen['name']}: {told or 'ok'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
