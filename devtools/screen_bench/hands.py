"""A pair of hands for a browser's tab: taps, clicks and keys as real input, each counted and timed."""

import json
import time

from ..chromium import WIDTHS, Page, PageError

EFFECT_SECONDS = 30
# How much of what scrolls one swipe or turn of the wheel moves.
SWIPE = 0.8
MOST_SWIPES = 40
SWIPE_STEPS = 8
REST_SECONDS = 0.1
MOST_LOOKS = 100
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}
CODES = {
    "Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "ArrowDown": (40, ""), "ArrowUp": (38, ""),
    "Backspace": (8, ""), "Alt": (18, ""), "Control": (17, ""), "Shift": (16, ""), "F2": (113, ""),
    "F9": (120, ""), "+": (107, "+"),
}  # fmt: skip
# One key: on the number pad.
PLACES = {"+": "NumpadAdd"}

# Gives the milliseconds from the next input until the screen has painted what it leads to.
WATCH = """
window.fmcgWatch = new Promise((resolve, reject) => {
    let begin = 0;
    const kinds = ["pointerdown", "keydown"];
    const heard = (ev) => (begin = begin || ev.timeStamp);
    kinds.forEach((kind) => addEventListener(kind, heard, true));
    const end = performance.now() + %(limit)d;
    const met = () => { try { return Boolean(%(until)s); } catch { return false; } };
    const stop = (act) => { kinds.forEach((kind) => removeEventListener(kind, heard, true)); act(); };
    const look = () => {
        if (begin && met()) {
            const {port1, port2} = new MessageChannel();
            port1.onmessage = () => stop(() => resolve(performance.now() - begin));
            port2.postMessage(0);
        } else if (performance.now() > end) {
            stop(() => resolve(-1));
        } else {
            requestAnimationFrame(look);
        }
    };
    requestAnimationFrame(look);
});
0
"""
# Where an element is, how far it is from the middle of what scrolls it, and whether a finger would hit it.
PLACE = """
(() => {
    const el = %(target)s;
    if (!el) { return null; }
    const box = el.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    let area = el.parentElement;
    while (area && !(area.scrollHeight > area.clientHeight + 1 &&
        /auto|scroll/.test(getComputedStyle(area).overflowY))) { area = area.parentElement; }
    const frame = (area || document.scrollingElement).getBoundingClientRect();
    const top = Math.max(0, frame.y), bottom = Math.min(innerHeight, frame.bottom);
    return {
        x, y, hit: Boolean(hit && (el === hit || el.contains(hit) || hit.contains(el))),
        midX: frame.x + frame.width / 2, midY: (top + bottom) / 2, height: bottom - top,
    };
})()
"""


class Hands(Page):
    """One tab on a phone or a desk; counts taps and keys, and the seconds in which the screen answers."""

    def __init__(self, address: str):
        self.sent: set[str] = set()
        self.flying: set[str] = set()
        self.phone = False
        self.taps = self.keys = 0
        self.seconds = 0.0
        # The milliseconds of the latest input.
        self.last = 0.0
        super().__init__(address)

    def begin(self) -> None:
        """Count from nothing."""
        self.taps = self.keys = 0
        self.seconds = 0.0
        self.sent.clear()
        self.errors.clear()

    def hold(self, kind: str) -> None:
        """Become a phone or a desk."""
        self.phone = kind == "phone"
        width, height = WIDTHS[kind]
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=self.phone,
        )
        touch = {"maxTouchPoints": 5} if self.phone else {}
        self.send("Emulation.setTouchEmulationEnabled", enabled=self.phone, **touch)
        self.send("Emulation.setUserAgentOverride", userAgent=PHONE_AGENT if self.phone else "")

    def _note(self, message: dict) -> None:
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent" and params["request"]["url"].startswith("http"):
            self.sent.add(params["requestId"])
            if params.get("type") in ("XHR", "Fetch"):
                self.flying.add(params["requestId"])
        elif method in ("Network.loadingFinished", "Network.loadingFailed"):
            self.flying.discard(params["requestId"])
        elif method == "Network.requestServedFromCache":
            self.sent.discard(params["requestId"])
        elif method == "Network.responseReceived" and params["response"].get("fromDiskCache"):
            self.sent.discard(params["requestId"])
        super()._note(message)

    def go(self, url: str, ready: str) -> None:
        """Open an address from an empty page and wait until it is ready."""
        self.send("Page.navigate", url="about:blank")
        self.until("location.href === 'about:blank'")
        self.flying.clear()
        self.send("Page.navigate", url=url)
        self.until(ready)

    def rest(self) -> None:
        """Think: wait, without counting it, until the page asks its server for nothing any more."""
        quiet = 0
        for _turn in range(int(EFFECT_SECONDS / REST_SECONDS)):
            # Events are heard while something is asked.
            self.value("0")
            quiet = 0 if self.flying else quiet + 1
            if quiet > 1:
                return
            time.sleep(REST_SECONDS)
        raise PageError(f"the page has asked its server for {EFFECT_SECONDS} s")

    # Inputs -----------------------------------------------------------------------------------------------

    def tap(self, target: str, until: str) -> None:
        """Tap or click an element, given as JavaScript, and wait until ``until`` is on the screen."""
        place = self._reach(target)
        self._watch(until)
        self.taps += 1
        self._touch(place["x"], place["y"])
        self._seen(f"tap on {target}", until)

    def press(self, *keys: str, until: str, longest: float = EFFECT_SECONDS) -> None:
        """Press keys together, such as Control and Enter."""
        self._watch(until, longest)
        self.keys += len(keys)
        held = 0
        for key in keys[:-1]:
            held |= MODIFIERS[key]
            self._key("rawKeyDown", key, held)
        self._key("keyDown" if len(keys) == 1 else "rawKeyDown", keys[-1], held)
        for key in reversed(keys):
            self._key("keyUp", key, 0)
        self._seen(f"keys {'+'.join(keys)}", until)

    def type(self, text: str, until: str = "true") -> None:
        """Type a text, key by key; the last key's effect is ``until``."""
        for place, letter in enumerate(text, start=1):
            self.press(letter, until=until if place == len(text) else "true")

    def _reach(self, target: str) -> dict:
        """Bring an element under the finger; each swipe or turn of the wheel counts as a tap."""
        self.until(f"({target})")
        for _turn in range(MOST_SWIPES):
            place = self._still(target)
            if place["hit"]:
                return place
            self._swipe(place)
        raise PageError(f"cannot be reached: {target}")

    def _still(self, target: str) -> dict:
        """Return where an element is once it does not move any more: nobody aims at what moves."""
        before = None
        for _turn in range(MOST_LOOKS):
            place = self.value(PLACE % {"target": target})
            if place and place == before:
                return place
            before = place
            time.sleep(REST_SECONDS)
        raise PageError(f"is not there or does not come to rest: {target}")

    def _swipe(self, place: dict) -> None:
        most = place["height"] * SWIPE
        way = max(-most, min(most, place["midY"] - place["y"]))
        self.taps += 1
        if self.phone:
            self._drag(place["midX"], place["midY"] - way / 2, way)
        else:
            where = {"x": place["midX"], "y": place["midY"], "deltaX": 0, "deltaY": -way}
            self.send("Input.dispatchMouseEvent", type="mouseWheel", **where)
        time.sleep(REST_SECONDS)

    def _drag(self, x: float, y: float, way: float) -> None:
        self.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        for step in range(1, SWIPE_STEPS + 1):
            point = {"x": x, "y": y + way * step / SWIPE_STEPS}
            self.send("Input.dispatchTouchEvent", type="touchMove", touchPoints=[point])
        # Held still before it is lifted, so that nothing rolls on.
        time.sleep(REST_SECONDS)
        self.send("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": x, "y": y + way}])
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def _touch(self, x: float, y: float) -> None:
        if self.phone:
            self.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
            self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
            return
        where = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.send("Input.dispatchMouseEvent", type="mousePressed", **where)
        self.send("Input.dispatchMouseEvent", type="mouseReleased", **where)

    def _key(self, kind: str, key: str, held: int) -> None:
        code, text = CODES.get(key, (ord(key.upper()[0]), key))
        shown = {"text": text} if text and kind == "keyDown" else {}
        plain = key if key in CODES else f"Key{key.upper()}" if key.isalpha() else f"Digit{key}"
        self.send(
            "Input.dispatchKeyEvent",
            type=kind,
            key=key,
            code=PLACES.get(key, plain),
            modifiers=held,
            windowsVirtualKeyCode=code,
            **shown,
        )

    # Effects ----------------------------------------------------------------------------------------------

    def _watch(self, until: str, longest: float = EFFECT_SECONDS) -> None:
        self.value(WATCH % {"until": until, "limit": longest * 1000})

    def _seen(self, what: str, until: str) -> None:
        took = self.value("window.fmcgWatch")
        dialog = self.value("document.querySelector('.o_error_dialog, .o_rpc_error')?.innerText")
        if dialog:
            raise PageError(f"{what}: an error dialog: {dialog}")
        if took is None or took < 0:
            raise PageError(f"{what}: waited for {until}, which never came")
        self.seconds += took / 1000
        self.last = took


def js(text: str) -> str:
    """Return a text as a JavaScript literal."""
    return json.dumps(text)


def one(selector: str, within: str = "document") -> str:
    """Return JavaScript for the visible element of a selector."""
    return f"[...{within}.querySelectorAll({js(selector)})].find((el) => el.getClientRects().length)"


def said(selector: str, text: str) -> str:
    """Return JavaScript for the visible element of a selector that has a text in it."""
    return (
        f"[...document.querySelectorAll({js(selector)})]"
        f".find((el) => el.getClientRects().length && el.innerText.includes({js(text)}))"
    )
