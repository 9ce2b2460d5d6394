"""DHL's unified tracking, and a small carrier's interface, from the other side."""

import hashlib
import hmac

import pytest
from carrier_tools import START, STEP, carrier, endpoint


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def dhl(shop, number="JD000001", key="demo-key"):
    headers = {"DHL-API-Key": key} if key else {}
    shop.clock.wait(1)
    return shop.call("GET", f"/track/shipments?trackingNumber={number}", None, headers)


def generic(shop, number="GC000001", token="Bearer demo-key"):
    return shop.call("GET", f"/generic/parcels/{number}", None, {"Authorization": token})


def test_dhl_names_no_zone(shop):
    shop.parcels.advance("JD000001", delivered=True)
    shipment = dhl(shop).body["shipments"][0]
    assert (shipment["id"], shipment["status"]["statusCode"]) == ("JD000001", "delivered")
    assert [event["statusCode"] for event in shipment["events"]] == [
        "delivered", "transit", "transit", "transit",
    ]  # fmt: skip
    assert shipment["events"][-1]["timestamp"] == "2026-03-17T09:00:00"
    assert shipment["status"]["timestamp"] == "2026-03-17T09:00:00Z"
    assert shipment["estimatedDeliveryTimeFrame"]["estimatedThrough"] == "2026-03-17T22:00:00Z"


@pytest.mark.parametrize("key", ["", "wrong"])
def test_dhl_wants_the_key(shop, key):
    answer = dhl(shop, key=key)
    assert (answer.status, answer.body["title"]) == (401, "Unauthorized")


def test_dhl_finds_nothing(shop):
    answer = dhl(shop, "BAD00001")
    assert answer.status == 404
    assert answer.body == {
        "title": "No result found",
        "detail": "No shipment with given tracking number found.",
        "status": 404,
        "instance": "/shipment/BAD00001",
    }
    assert dhl(shop, "").status == 400


def test_dhl_allows_a_call_a_second(shop):
    assert dhl(shop).status == 200
    shop.clock.wait(-1)
    answer = dhl(shop)
    assert (answer.status, answer.headers["Retry-After"], answer.body["status"]) == (429, "1", 429)
    assert shop.counts("dhl")["limit:rate"] == 1


def test_dhl_allows_250_calls_a_day_and_asks_for_ten_a_parcel(shop):
    assert [dhl(shop).status for _ in range(11)] == [200] * 11
    assert shop.counts("dhl")["limit:fetches"] == 1
    shop.server.depot.limits._days["dhl day"] = (shop.clock.now.date(), 250)
    answer = dhl(shop)
    # The day ends at midnight in Greenwich, eight in the morning in Shanghai.
    seconds = (START.replace(hour=8) - shop.clock.now).total_seconds() + 86400
    assert (answer.status, float(answer.headers["Retry-After"])) == (429, seconds)
    shop.clock.wait(seconds)
    assert dhl(shop).status == 200


def test_limits_may_be_counted_only():
    with carrier(enforce=False) as shop:
        dhl(shop)
        shop.clock.wait(-1)
        assert dhl(shop).status == 200
        assert shop.counts("dhl")["limit:rate"] == 1


def test_rates_may_follow_another_clock():
    times = iter(range(100))
    with carrier(ticking=lambda: START.fromtimestamp(next(times), START.tzinfo)) as shop:
        dhl(shop)
        shop.clock.wait(-1)
        assert dhl(shop).status == 200


def test_dhl_purges_after_ninety_days(shop):
    shop.parcels.advance("JD000001", delivered=True)
    shop.clock.wait(91 * 86400)
    assert dhl(shop).status == 404


def test_generic_carrier(shop):
    shop.parcels.advance("GC000001")
    assert generic(shop).body == {
        "parcel": {
            "id": "GC000001",
            "history": [
                {
                    "at": "2026-03-17T09:00:00+08:00",
                    "code": code,
                    "text": text,
                    "place": place,
                }
                for code, text, place in (
                    ("PICKED_UP", "【上海市】快件已被揽收", "上海市"),
                    ("HUB", "【杭州市】快件已到达杭州转运中心", "杭州市"),
                )
            ],
            "eta": "2026-03-17T12:00:00+08:00",
        }
    }
    assert generic(shop, "BAD00001").status == generic(shop, "").status == 404
    assert generic(shop, token="Bearer wrong").status == generic(shop, token="").status == 401


def test_generic_carrier_pushes_what_was_asked_for(shop):
    with endpoint() as post:
        generic(shop)
        shop.control("webhook", provider="generic", url=post.url, secret="hush", headers={"X-Shop": "one"})
        shop.deliver()
        shop.deliver_until(9 * STEP)
        assert [len(push.json()["parcel"]["history"]) for push in post.pushes] == [1, 2, 3, 4]
        for push in post.pushes:
            expected = hmac.new(b"hush", push.body, hashlib.sha256).hexdigest()
            assert (push.headers["X-Signature"], push.headers["X-Shop"]) == (expected, "one")
