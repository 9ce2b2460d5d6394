"""How soon a page can be used, and how soon a key stroke shows its result."""

import statistics

from benchmarks import measure

from .doors import Door
from .hands import js, said
from .jobs import NEW, job
from .odoo import DROPDOWN, FORM
from .own import BOX, Own

FORM_PATH = "/odoo/sales/new"
IN_ODOO = "/odoo/fmcg-order"
# Typed letter by letter; each finds some of the 5,000 products by name or code.
WORDS = (
    "seagull", "maple lem", "p0012", "galaxy pl", "fuman gr", "p0345", "oldwell s", "jinhe str", "damo mint",
)  # fmt: skip
# A key that leaves the same rows on the screen shows nothing that could be measured.
SAME_SECONDS = {"own": 0.6, "odoo": 3.0}
OBSERVE = """
window.fmcgChanges = 0;
new MutationObserver((all) => {
    window.fmcgChanges += all.filter(({target}) => target.matches?.(%s) || target.closest?.(%s)).length;
}).observe(document.body, {childList: true, subtree: true});
0
"""
ROWS = "ul.o_fmcg_os_rows"
MENU = ".o-autocomplete"
LOADING = ".o-autocomplete .o_loading"
SHOWN = f"document.querySelector({js(DROPDOWN)}) && !document.querySelector({js(LOADING)})"


def openings(own: Door, odoo: Door, pairs: int) -> list[measure.Row]:
    """Return how long the screen takes to open, against a new quotation in Odoo's own form."""
    cases = (
        ("opening, nothing kept on the device", Own.path, True),
        ("opening, once more", Own.path, False),
        ("opening inside Odoo, once more", IN_ODOO, False),
    )
    rows = []
    for case, path, cold in cases:
        times = []
        for turn in range(pairs):
            acts = [lambda p=path, c=cold: own.opening(p, Own.ready, c)]
            acts.append(lambda c=cold: odoo.opening(FORM_PATH, FORM, c))
            times.append(in_turn(acts, turn))
        rows.append(measure.compared(case, times, "s", "odoo: new quotation"))
    return rows


def in_turn(acts: list, turn: int) -> tuple:
    """Return what two acts give, the second one done first in every other turn."""
    if turn % 2:
        second, first = acts[1](), acts[0]()
        return first, second
    return acts[0](), acts[1]()


def key_strokes(own: Door, odoo: Door, customers: list[dict]) -> list[measure.Row]:
    """Return how long a key takes to its result: the rows, against the menu of Odoo's product field."""
    at_own, at_odoo = _open_own(own, customers), _open_odoo(odoo)
    found = []
    for turn, word in enumerate(WORDS):
        acts = [lambda w=word: at_own(w), lambda w=word: at_odoo(w)]
        found.append(in_turn(acts, turn))
    # A word of which hardly a key changed anything in time says nothing.
    found = [both for both in found if min(map(len, both)) > 1]
    rows = []
    for name, of in (("median", statistics.median), ("95 of 100", _p95)):
        ratio = statistics.median(of(one) / of(other) for one, other in found)
        one, other = (
            round(of([took for times in side for took in times]), 1) for side in zip(*found, strict=True)
        )
        case = f"key stroke to result, {name}"
        rows.append(measure.Row(case, one, "ms", "odoo: product menu of a line", other, round(ratio, 3)))
    return rows


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _open_own(door: Door, customers: list[dict]):
    hands, first = door.hands, job(NEW, customers, 0)
    hands.go(door.url + Own.path, Own.ready)
    Own(hands).choose(first)
    hands.rest()
    hands.value(f"{BOX}.focus()")
    hands.value(OBSERVE % (js(ROWS), js("ul.o_none")))
    return lambda word: _strokes(door, word, "window.fmcgChanges", SAME_SECONDS["own"])


def _open_odoo(door: Door):
    hands = door.hands
    hands.go(door.url + FORM_PATH, FORM)
    hands.rest()
    focused = "document.activeElement.closest('.o_selected_row .o-autocomplete')"
    hands.tap(said(".o_field_x2many_list_row_add a", "Add a product"), focused)
    hands.rest()
    hands.value(OBSERVE % (js(MENU), js(MENU)))
    return lambda word: _strokes(door, word, f"window.fmcgChanges && {SHOWN}", SAME_SECONDS["odoo"])


def _strokes(door: Door, word: str, shown: str, longest: float) -> list[float]:
    """Type a word over what is in the field; return the milliseconds of each key that changed the rows."""
    hands, times = door.hands, []
    hands.value("document.activeElement.select()")
    for letter in word:
        hands.rest()
        end = f"window.fmcgEnd = performance.now() + {longest * 1000}"
        hands.value(f"window.fmcgChanges = 0; {end}; 0")
        hands.press(letter, until=f"({shown}) || performance.now() > window.fmcgEnd")
        if hands.value(f"Boolean({shown})"):
            times.append(hands.last)
    return times
