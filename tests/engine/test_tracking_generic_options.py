"""What may be written into the options of a service that only they describe."""

import time

import pytest
from engine.tracking import provider
from engine.tracking.options import SAYS
from engine.tracking.providers.generic_options import faults, form_of, zone_of
from engine.tracking.templates import filled, places

LEAST = {"path": "/t/{number}", "events": "a", "time": "b"}


def test_least_and_most():
    assert faults(LEAST) == []
    most = LEAST | {
        "method": "POST",
        "headers": {"X-Key": "{key}", "Authorization": "Basic {basic}"},
        "body": {"a": ["{customer}", 1]},
        "number": "n",
        "eta": "e",
        "code": "c",
        "text": "t",
        "place": "p",
        "time_format": "%Y",
        "zone": "Asia/Shanghai",
        "states": {"1": "delivered", "2": ["exception", "carrier_delay"]},
        "carriers": [[r"^AB\d{2,4}[0-9X]?$", "ab"]],
        "push": {"header": "X-Sign", "encoding": "base64", "prefix": "v1=", "full": True},
        "subscribe": {"path": "/s", "body": {"n": "{number}", "u": "{callback}"}, "method": "POST"},
    }
    assert faults(most) == []


@pytest.mark.parametrize("key", LEAST)
def test_what_is_missing(key):
    wrong = [(key, "missing")]
    assert faults({name: value for name, value in LEAST.items() if name != key}) == wrong
    assert faults(LEAST | {key: ""}) == wrong


@pytest.mark.parametrize(
    ("changes", "key", "fault"),
    [
        ({"nonsense": 1}, "nonsense", "unknown"),
        ({"path": 1}, "path", "kind"),
        ({"headers": []}, "headers", "kind"),
        ({"form": 1}, "form", "kind"),
        ({"path": "t/{number}"}, "path", "unsafe"),
        ({"path": "//evil/{number}"}, "path", "unsafe"),
        ({"path": "https://evil/{number}"}, "path", "unsafe"),
        ({"path": "@evil/{number}"}, "path", "unsafe"),
        ({"path": "/a/../{number}"}, "path", "unsafe"),
        ({"path": "/a b/{number}"}, "path", "unsafe"),
        ({"path": "/a\\{number}"}, "path", "unsafe"),
        ({"path": "/a#{number}"}, "path", "unsafe"),
        ({"path": "/é/{number}"}, "path", "unsafe"),
        ({"path": "/a\r\n{number}"}, "path", "unsafe"),
        ({"path": "/{number}/{secret}"}, "path", "unknown"),
        ({"path": "/{number}/{callback}"}, "path", "unknown"),
        ({"path": "/{number}/{basic}"}, "path", "unknown"),
        ({"path": "/all"}, "path", "number"),
        ({"method": "DELETE"}, "method", "choice"),
        ({"headers": {"Host": "evil"}}, "headers.Host", "unsafe"),
        ({"headers": {"content-length": "0"}}, "headers.content-length", "unsafe"),
        ({"headers": {"X Y": "1"}}, "headers.X Y", "unsafe"),
        ({"headers": {"": "1"}}, "headers.", "unsafe"),
        ({"headers": {"X": 1}}, "headers.X", "kind"),
        ({"headers": {"X": "a\r\nY: 1"}}, "headers.X", "unsafe"),
        ({"headers": {"X": "é"}}, "headers.X", "unsafe"),
        ({"headers": {"X": "{passwd}"}}, "headers", "unknown"),
        ({"body": ["{passwd}"]}, "body", "unknown"),
        ({"form": True}, "body", "kind"),
        ({"form": True, "body": {"a": 1}}, "body", "kind"),
        ({"zone": "Mars/Base"}, "zone", "unknown"),
        ({"zone": "../../etc/passwd"}, "zone", "unknown"),
        ({"zone": "+99:00"}, "zone", "unknown"),
        ({"time_format": "iso"}, "time_format", "choice"),
        ({"states": {"1": "flying"}}, "states.1", "choice"),
        ({"states": {"1": ["exception", "weather"]}}, "states.1", "choice"),
        ({"states": {"1": ["exception"]}}, "states.1", "choice"),
        ({"states": {"1": None}}, "states.1", "choice"),
        ({"carriers": ["x"]}, "carriers.0", "kind"),
        ({"carriers": [["A", "a"], ["A", 1]]}, "carriers.1", "kind"),
        ({"carriers": [["(A+)+", "a"]]}, "carriers.0", "unsafe"),
        ({"push": []}, "push", "kind"),
        ({"push": {"header": "X", "number": "n", "x": 1}}, "push.x", "unknown"),
        ({"push": {"header": 1, "number": "n"}}, "push.header", "kind"),
        ({"push": {"number": "n"}}, "push.header", "missing"),
        ({"push": {"header": "X"}}, "push.number", "missing"),
        ({"push": {"header": "X", "number": "n", "encoding": "md5"}}, "push.encoding", "choice"),
        ({"subscribe": {"body": "{number}"}}, "subscribe.path", "missing"),
        ({"subscribe": {"path": "/s"}}, "subscribe.path", "number"),
        ({"subscribe": {"path": "/s/{number}", "events": "x"}}, "subscribe.events", "unknown"),
        ({"subscribe": {"path": "s/{number}"}}, "subscribe.path", "unsafe"),
    ],
)
def test_what_is_wrong(changes, key, fault):
    found = faults(LEAST | changes)
    assert (key, fault) in found and fault in SAYS
    assert f"{key}: {SAYS[fault]}" in provider("generic").faults(LEAST | changes)


@pytest.mark.parametrize("options", [None, [], "x", 3])
def test_options_that_are_none(options):
    assert faults(options) == [("", "kind")]
    assert provider("generic").faults(options) == ("options: has a value of another kind",)


@pytest.mark.parametrize("name", ["Asia", "", "\x00", "/etc", "no", "+8:00"])
def test_zones_that_are_none(name):
    assert zone_of(name) is None


@pytest.mark.parametrize(
    "pattern", ["(A|B)", "A.*", "[A-", "[Z-A]", "A{9}{9}", "A**", "A" * 101, "", 3, r"\w", r"\d*" * 5]
)
def test_forms_that_are_refused(pattern):
    assert form_of(pattern) is None


def test_no_form_searches_for_long():
    form = form_of(r"[0-9]*[0-9]*[0-9]*[0-9]*X")
    begin = time.perf_counter()
    assert not form.fullmatch("9" * 64)
    assert time.perf_counter() - begin < 2


def test_places():
    template = {"a": "{x}-{y}", "b": ["{x}", 3, None, {"c": "{z}"}]}
    assert places(template) == {"x", "y", "z"}
    values = {"x": "{y}", "y": "2"}
    assert filled(template, values) == {"a": "{y}-2", "b": ["{y}", 3, None, {"c": "{z}"}]}
    assert filled("{x.__class__} {0} {{x}}", values) == "{x.__class__} {0} {{y}}"
