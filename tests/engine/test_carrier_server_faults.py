"""Faults of the carrier server on request, its control calls and its pushes' disorder."""

import http.client
import json
import threading
import time
from collections import Counter
from urllib.parse import urlencode

import pytest
from carrier_tools import FORM, STEP, carrier, endpoint
from engine.tracking import Account, Waybill, fold, provider
from engine.tracking.http import UrllibClient

from carrier_server.__main__ import main
from carrier_server.faults import Faults
from carrier_server.journeys import MIX
from carrier_server.parcels import Parcels
from carrier_server.protocol import Shop
from carrier_server.server import CarrierServer, running

# One call that works, for each service.
CALLS = {
    "generic": ("GET", "/generic/parcels/GC000001", {"Authorization": "Bearer demo-key"}),
    "dhl": ("GET", "/track/shipments?trackingNumber=JD000001", {"DHL-API-Key": "demo-key"}),
    "aftership": ("GET", "/tracking/2025-01/trackings", {"as-api-key": "demo-key"}),
    "easypost": ("GET", "/v2/trackers", {"Authorization": "Basic ZGVtby1rZXk6"}),
    "track17": ("POST", "/track/v2.4/getquota", {"17token": "demo-key", "Content-Type": "application/json"}),
    "kuaidi100": ("POST", "/poll/query.do", {"Content-Type": FORM}),
    "kdniao": ("POST", "/api/dist", {"Content-Type": FORM}),
    "sf": ("POST", "/std/service", {"Content-Type": FORM}),
}


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def call(shop, name):
    # A second apart, the rates are none of these tests' business.
    shop.clock.wait(1)
    method, path, headers = CALLS[name]
    return shop.call(method, path, "[]" if method == "POST" else None, headers)


def track(shop, number, timeout=5):
    account = Account("DEMO", "demo-key", shop.server.url)
    adapter = provider("kuaidi100")
    before, adapter.timeout = adapter.timeout, timeout
    try:
        return adapter.query(account, [Waybill(number, "yuantong")], UrllibClient())[0]
    finally:
        adapter.timeout = before


@pytest.mark.parametrize("name", CALLS)
def test_every_service_fails_as_asked(shop, name):
    assert call(shop, name).status == 200
    shop.control("faults", provider=name, http500=1)
    answer = call(shop, name)
    assert (answer.status, answer.body[:6]) == (500, "<html>")
    shop.control("faults", provider=name, http429=1)
    answer = call(shop, name)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    shop.control("faults", provider=name, html=1)
    answer = call(shop, name)
    assert (answer.status, answer.headers.get_content_type()) == (200, "text/html")
    shop.control("faults", provider=name, cut=1)
    with pytest.raises(Exception, match="IncompleteRead"):
        call(shop, name)
    shop.control("faults", provider=name, timeout=1, timeout_seconds=0.01)
    with pytest.raises(http.client.RemoteDisconnected):
        call(shop, name)
    shop.control("faults", provider=name, slow=1, slow_seconds=0.05)
    begun = time.monotonic()
    assert call(shop, name).status == 200
    assert time.monotonic() - begun > 0.04
    shop.control("faults", provider=name)
    assert call(shop, name).status == 200
    counts = shop.counts(name)
    assert [counts[f"fault:{kind}"] for kind in ("http500", "http429", "html", "cut", "timeout", "slow")] == [
        1
    ] * 6
    assert counts["calls"] == 8


def test_one_service_s_faults_are_not_the_others(shop):
    shop.control("faults", provider="dhl", http500=1)
    assert [call(shop, "dhl").status, call(shop, "generic").status] == [500, 200]
    shop.control("faults", http500=1)
    assert call(shop, "generic").status == 500
    shop.control("faults", provider="dhl", http500=0)
    assert call(shop, "dhl").status == 200


def test_the_addon_s_client_sees_each_fault_for_what_it_is(shop):
    found = {}
    for kind in ("http500", "http429", "html", "cut"):
        shop.control("faults", provider="kuaidi100", **{kind: 1})
        found[kind] = track(shop, "YT000001").health
    shop.control("faults", provider="kuaidi100", timeout=1, timeout_seconds=0.2)
    found["timeout"] = track(shop, "YT000001", 0.05).health
    assert found == {
        "http500": "provider_down",
        "http429": "rate_limited",
        "html": "provider_down",
        "cut": "provider_down",
        "timeout": "provider_down",
    }


def test_what_was_cut_has_happened_all_the_same(shop):
    shop.control("faults", provider="easypost", cut=1)
    body = {"tracker": {"tracking_code": "YT000001", "carrier": "YTO"}}
    with pytest.raises(Exception, match="IncompleteRead"):
        shop.json("/v2/trackers", body, CALLS["easypost"][2])
    shop.control("faults", provider="easypost")
    assert len(call(shop, "easypost").body["trackers"]) == 1


def test_a_seed_gives_the_same_faults_again():
    def drawn(seed, provider="sf"):
        faults = Faults(seed)
        faults.ask("*", {"http500": 0.2, "cut": 0.3})
        return [faults.draw(provider) for _ in range(2000)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert drawn(1) != drawn(1, "dhl")
    counts = Counter(drawn(3))
    assert 0.16 < counts["http500"] / 2000 < 0.24
    assert 0.26 < counts["cut"] / 2000 < 0.34
    assert set(counts) == {"", "http500", "cut"}


def test_a_service_s_clock_may_be_wrong(shop):
    shop.control("faults", provider="generic", skew_seconds=-300)
    history = call(shop, "generic").body["parcel"]["history"]
    assert history[0]["at"] == "2026-03-17T08:55:01+08:00"
    assert call(shop, "dhl").body["shipments"][0]["events"][0]["timestamp"] == "2026-03-17T09:00:02"


def test_with_faults_every_parcel_ends_as_without():
    def ends(**faults):
        with carrier(seed=4, mix=MIX, step=3600) as shop:
            numbers = [f"YT{n:06}" for n in range(12)]
            if faults:
                shop.control("faults", **faults)
            found = {number: () for number in numbers}
            for _ in range(12):
                for number in numbers:
                    answer = track(shop, number)
                    found[number] += answer.events
                shop.clock.wait(3600)
            shop.control("faults")
            for number in numbers:
                found[number] += track(shop, number).events
            real = {number: shop.parcels.state(number) for number in numbers}
            return {number: fold(events).state for number, events in found.items()}, real

    states, real = ends()
    # kuaidi100 has no code for a lost parcel.
    assert states == {number: "exception" if state == "lost" else state for number, state in real.items()}
    assert len(set(states.values())) > 1
    assert ends(http500=0.2, http429=0.1, html=0.1, cut=0.1)[0] == states


def test_pushes_come_again_and_in_any_order(shop):
    with endpoint() as post:
        shop.control("faults", provider="generic", duplicates=0.5, shuffle=True)
        shop.control("webhook", provider="generic", url=post.url)
        for n in range(5):
            shop.control("watch", provider="generic", number=f"GC00000{n}")
        shop.deliver()
        shop.deliver_until(3 * STEP)
        answer = shop.control("flush")
        assert answer["waiting"] == 0
        lengths = [len(push.json()["parcel"]["history"]) for push in post.pushes]
        assert len(post.pushes) == shop.counts("generic")["push"] > 20
        assert len({push.body for push in post.pushes}) == 20
        assert lengths != sorted(lengths)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("faults", {"provider": "nobody"}),
        ("faults", {"http500": 2}),
        ("faults", {"http500": "1"}),
        ("faults", {"http500": True}),
        ("faults", {"http500": 0.6, "cut": 0.6}),
        ("faults", {"rain": 1}),
        ("faults", {"slow_seconds": -1}),
        ("webhook", {"provider": "generic", "url": "http://example.com/push"}),
        ("webhook", {"provider": "generic", "url": 5}),
        ("webhook", {"provider": "generic", "url": "http://127.0.0.1:1/", "headers": []}),
        ("webhook", {"provider": "generic", "url": "http://127.0.0.1:1/", "secret": 5}),
        ("webhook", {"provider": None, "url": "http://127.0.0.1:1/"}),
        ("watch", {"provider": "generic"}),
        ("watch", {"number": "GC000001"}),
    ],
)
def test_control_calls_that_make_no_sense(shop, name, values):
    assert shop.json(f"/control/{name}", values).status == 400


def test_control_takes_json_alone(shop):
    body = json.dumps({"provider": "generic", "url": "http://127.0.0.1:1/"})
    for host, status in (("127.0.0.1", 200), ("localhost:8071", 200), ("example.com", 403)):
        headers = {"Content-Type": "application/json", "Host": host}
        assert shop.call("POST", "/control/webhook", body, headers).status == status
    for kind in ("text/plain", FORM):
        assert shop.call("POST", "/control/webhook", body, {"Content-Type": kind}).status == 400
    assert shop.json("/control/nothing", {}).status == 404
    assert shop.call("GET", "/control/reset").status == 404
    assert shop.json("/control/reset", {"a": "x" * 70000}).status == 413


def test_reset_begins_anew(shop):
    shop.parcels.advance("GC000001", delivered=True)
    shop.control("faults", provider="dhl", http500=1)
    call(shop, "generic")
    shop.control("reset")
    assert shop.call("GET", "/control/log").body == {"providers": {}, "waiting": 0}
    assert len(call(shop, "generic").body["parcel"]["history"]) == 1
    assert call(shop, "dhl").status == 200


def test_a_page_of_a_broken_server_at_every_service(shop):
    headers = CALLS["dhl"][2]
    answer = shop.call("GET", "/track/shipments?trackingNumber=BROKEN01", None, headers)
    assert (answer.status, answer.body[:6]) == (200, "<html>")


def test_pushes_go_out_by_themselves():
    with endpoint() as post, running(CarrierServer(0, Shop(), Parcels(0.01))) as server:
        done = threading.Event()
        post.answers = []
        server.depot.parcels.start("GC000001", server.depot.clock())
        server.depot.outbox.watch("generic", "GC000001")
        from carrier_server.depot import Webhook

        server.depot.set_webhook("generic", Webhook(post.url))
        for _ in range(200):
            if post.pushes and len(post.pushes[-1].json()["parcel"]["history"]) == 4:
                done.set()
                break
            time.sleep(0.01)
        assert done.is_set()


def test_a_login_for_one_service_on_the_command_line(capsys):
    for text in ("nobody=a:b", "sf=a", "sf"):
        with pytest.raises(SystemExit):
            main(["--login", text])
        assert "--login" in capsys.readouterr().err


def test_the_same_without_a_network(shop):
    exchange = shop.server.desk.exchange
    method, path, headers = CALLS["generic"]
    assert json.loads(exchange(method, path, headers).body) == call(shop, "generic").body
    assert exchange("GET", "/nowhere", {}).status == 404
    shop.control("faults", provider="generic", timeout=1)
    with pytest.raises(TimeoutError):
        exchange(method, path, headers)
    shop.control("faults", provider="generic", cut=1)
    with pytest.raises(ConnectionResetError):
        exchange(method, path, headers)
    fields = urlencode({"customer": "DEMO", "param": "{}", "sign": "x"}).encode()
    assert (
        json.loads(exchange("POST", "/poll/query.do", CALLS["kuaidi100"][2], fields).body)["returnCode"]
        == "503"
    )
