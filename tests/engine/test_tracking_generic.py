"""A service that only its account's options describe: asked, read, and its calls checked."""

import base64
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest
from engine.tracking import HttpFailure, Waybill
from engine.tracking.providers.generic import dig
from generic_samples import ACCOUNT, GENERIC, HISTORY, NUMBER, OK, OPTIONS, WAYBILL, account, ask, utc
from hypothesis import given
from hypothesis import strategies as st
from tracking_http import Http


def events(history, **changes):
    return ask({"parcel": {"id": NUMBER, "history": history}}, account=account(**changes))[0].events


def test_question():
    _answer, http = ask(OK)
    request = http.request
    assert (request.url, request.method, request.data) == (
        "https://api.example.com/generic/parcels/GX12345678",
        "GET",
        None,
    )
    assert request.headers == {"Accept": "application/json", "Authorization": "Bearer KEY"}


def test_question_with_a_body():
    options = {
        "path": "/track?c={carrier}&p={phone}&r={ref}",
        "body": {"no": ["{number}", 1, None], "zip": "{postcode}"},
        "headers": {"accept": "text/json", "X-Login": "Basic {basic}", "X-Key": "{key}"},
    }
    key = "KEY\r\nX-Evil: é1"
    request = ask(OK, account=replace(account(**options), key=key))[1].request
    assert request.url == "https://api.example.com/track?c=gx&p=8000&r=r%2F1"
    assert request.method == "POST"
    assert request.data == b'{"no":["GX12345678",1,null],"zip":"200 000"}'
    assert request.headers == {
        "Content-Type": "application/json",
        "accept": "text/json",
        "X-Login": f"Basic {base64.b64encode(f'shop:{key}'.encode()).decode()}",
        "X-Key": "KEYX-Evil: 1",
    }


def test_question_as_a_form():
    changes = {"path": "/t", "form": True, "body": {"no": "{number}", "zip": "{postcode}"}, "method": "POST"}
    _answer, http = ask(OK, account=account(**changes))
    assert http.request.data == b"no=GX12345678&zip=200+000"
    assert http.request.headers["Content-Type"] == "application/x-www-form-urlencoded"


@given(
    value=st.text(max_size=30)
    | st.sampled_from(["../../x", "..", ".", "@evil", "#", "?a=b", "//evil.com", "%2e%2e"])
)
def test_no_value_leaves_its_place_in_the_address(value):
    waybill = replace(WAYBILL, number=value, carrier=value, ref=value, postcode=value, country=value)
    options = account(path="/a/{carrier}/{ref}/{number}?z={postcode}&k={country}")
    for asked in (waybill, replace(waybill, number=NUMBER)):
        http = Http(OK)
        GENERIC.query(options, [asked], http)
        for request, _timeout in http.calls:
            parts = urlsplit(request.url)
            assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "api.example.com", "")
            path = parts.path.split("/")
            assert path[:2] == ["", "a"] and len(path) == 5 and not {".", ".."} & set(path)
            assert parts.query.count("&") == 1 and request.url.isascii() and " " not in request.url


@pytest.mark.parametrize("number", ["", "..", "A", "../../admin1", "12345@evil.com/", "GX 1"])
def test_what_is_no_number_is_not_asked_for(number):
    answer, http = ask(OK, waybill=Waybill(number, "gx"))
    assert answer.health == "wrong_carrier" and http.calls == []


def test_number_as_people_type_it():
    assert ask(OK, waybill=Waybill(" ｇｘ12345678 ", ""))[1].request.url.endswith("/GX12345678")


def test_success():
    answer, _http = ask(OK)
    assert (answer.health, answer.state, answer.full) == ("ok", "delivered", True)
    assert answer.eta == utc(2026, 3, 17, 10)
    found = [(e.occurred_at, e.state, e.code, e.description, e.location, e.tz_source) for e in answer.events]
    assert found == [
        (utc(2026, 3, 16, 1), "picked_up", "PICKED", "collected", "Shanghai", "assumed"),
        (utc(2026, 3, 17, 8), "delivered", "DONE", "signed", "Hangzhou", "explicit"),
    ]
    assert answer.events == ask({"parcel": {**OK["parcel"], "history": HISTORY[::-1]}})[0].events


def test_reasons_and_codes_that_nobody_wrote_down():
    rows = [{"at": "2026-03-16 09:00:00", "code": code} for code in ("BROKEN", "NEW", 7, None)]
    found = {(e.state, e.code, e.reason) for e in events(rows)}
    assert found == {
        ("exception", "BROKEN", "carrier_damaged_parcel"),
        ("unknown", "NEW", ""),
        ("unknown", "7", ""),
        ("unknown", "", ""),
    }


@pytest.mark.parametrize(
    ("zone", "expected", "source"),
    [
        ("Asia/Shanghai", utc(2026, 7, 16, 1), "assumed"),
        ("Europe/Berlin", utc(2026, 7, 16, 7), "assumed"),
        ("+08:00", utc(2026, 7, 16, 1), "assumed"),
        ("-0330", utc(2026, 7, 16, 12, 30), "assumed"),
        (None, utc(2026, 7, 16, 9), "unknown"),
    ],
)
def test_time_zones(zone, expected, source):
    (event,) = events([{"at": "2026-07-16 09:00:00"}], zone=zone)
    assert (event.occurred_at, event.tz_source) == (expected, source)


@pytest.mark.parametrize(
    ("kind", "value", "expected", "source"),
    [
        ("epoch", 1773709200, utc(2026, 3, 17, 1), "explicit"),
        ("epoch", "1773709200", utc(2026, 3, 17, 1), "explicit"),
        ("epoch", 1773709200.5, utc(2026, 3, 17, 1, 0, 0, 500000), "explicit"),
        ("epoch_ms", 1773709200000, utc(2026, 3, 17, 1), "explicit"),
        ("%d.%m.%Y %H:%M", "17.03.2026 09:00", utc(2026, 3, 17, 1), "assumed"),
        ("%d.%m.%Y %H:%M %z", "17.03.2026 09:00 +0000", utc(2026, 3, 17, 9), "explicit"),
        (None, "2026-03-17", utc(2026, 3, 17, 15, 59, 59), "assumed"),
    ],
)
def test_times(kind, value, expected, source):
    (event,) = events([{"at": value}], time_format=kind)
    assert (event.occurred_at, event.tz_source) == (expected, source)


@pytest.mark.parametrize("kind", [None, "epoch", "epoch_ms", "%d.%m.%Y"])
@pytest.mark.parametrize("value", [None, True, "", "soon", -1, 1e300, "nan", "inf", [], {}, "31.02.2026"])
def test_unreadable_times(kind, value):
    assert events([{"at": value}], time_format=kind) == ()


def test_what_cannot_be_read():
    history = [{"at": "soon \ud800"}, *HISTORY]
    answer, _http = ask({"parcel": {"id": NUMBER, "history": history, "eta": "tomorrow"}})
    assert answer.unread == ("at='soon \\ud800'", "parcel.eta='tomorrow'") and len(answer.events) == 2
    assert ask(OK)[0].unread == ()


def test_names_with_dots_reach_inside():
    rows = [{"t": {"utc": "2026-03-16T09:00:00Z"}, "s": [{"c": "DONE"}]}]
    (event,) = events(rows, time="t.utc", code="s.0.c")
    assert (event.occurred_at, event.state) == (utc(2026, 3, 16, 9), "delivered")


@pytest.mark.parametrize(
    ("path", "found"),
    [("a.b.1.c", 3), ("a.b.2", None), ("a.b.-1", None), ("a.b.x", None), ("a.x.y", None), ("a.b.²", None)],
)
def test_dig(path, found):
    assert dig({"a": {"b": [0, {"c": 3}]}}, path) == found


@pytest.mark.parametrize("payload", [{}, {"parcel": None}, {"parcel": {"history": "x"}}, {"other": []}])
def test_reply_without_the_list(payload):
    answer, _http = ask(payload)
    assert (answer.health, answer.full) == ("provider_down", False)
    assert answer.message == "no list at parcel.history"


def test_no_news_withdraws_nothing():
    answer, _http = ask({"parcel": {"id": NUMBER, "history": []}})
    assert (answer.health, answer.state, answer.full) == ("ok", "pending", False)


def test_reply_for_another_number():
    answer, _http = ask({"parcel": {"id": "GX87654321", "history": HISTORY}})
    assert (answer.health, answer.events) == ("provider_down", ())
    assert len(ask({"parcel": {"id": "gx12345678", "history": HISTORY}})[0].events) == 2


@pytest.mark.parametrize(
    ("status", "health"),
    [
        (404, "not_found"),
        (410, "not_found"),
        (401, "auth_error"),
        (429, "rate_limited"),
        (502, "provider_down"),
    ],
)
def test_http_statuses(status, health):
    answer, _http = ask("<html>", status)
    assert answer.health == health


def test_failures_of_the_connection():
    assert ask(failure=HttpFailure("tls"))[0].health == "provider_down"
    assert ask("[]")[0].message == "not a JSON object"


@pytest.mark.parametrize("changed", [{"path": "x"}, {"events": None}, {"nonsense": 1}, {"zone": "Mars/Base"}])
def test_nobody_is_asked_by_wrong_options(changed):
    answer, http = ask(OK, account=account(**changed))
    assert answer.health == "auth_error" and http.calls == []
    assert next(iter(changed)) in answer.message
    told = GENERIC.subscribe(account(**changed), [WAYBILL], "https://x", http)
    assert told[0].health == "auth_error" and http.calls == []


def test_nobody_is_asked_without_an_address():
    answer, http = ask(OK, account=replace(ACCOUNT, base_url=""))
    assert (answer.health, answer.message, http.calls) == ("auth_error", "base_url: is missing", [])


@pytest.mark.parametrize(
    ("number", "carrier"),
    [(NUMBER, "gx"), ("GX1", ""), ("00DEADBEEF", "hex"), ("XGX12345678", ""), ("9" * 100, "")],
)
def test_carriers_by_the_form_of_the_number(number, carrier):
    assert GENERIC.carrier_at(ACCOUNT, number) == carrier
    assert GENERIC.carrier_of(number) == ""


@pytest.mark.parametrize("carriers", [None, "x", [1], [["("]], [["(", "x"]], [[1, 2]], {}])
def test_carriers_that_nobody_can_use(carriers):
    assert GENERIC.carrier_at(replace(ACCOUNT, options={"carriers": carriers}), NUMBER) == ""


def test_options_may_be_any_mapping():
    frozen = replace(ACCOUNT, options=MappingProxyType(OPTIONS))
    assert ask(OK, account=frozen)[0].health == "ok"
