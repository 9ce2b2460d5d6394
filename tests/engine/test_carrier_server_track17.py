"""17TRACK from the other side."""

from datetime import datetime, timedelta

import pytest
from carrier_tools import START, STEP, carrier, endpoint

from carrier_server.protocols.track17 import signature


@pytest.fixture(params=["v2.2", "v2.4"])
def shop(request):
    with carrier() as found:
        found.version = request.param
        yield found


@pytest.fixture
def one():
    with carrier() as found:
        found.version = "v2.4"
        yield found


def call(shop, verb, body, key="demo-key"):
    # A second apart, the rate is none of these tests' business.
    shop.clock.wait(1)
    headers = {"17token": key} if key else {}
    return shop.json(f"/track/{shop.version}/{verb}", body, headers)


def batch(shop, verb, *items):
    """Return the accepted numbers, and the codes of the rejected ones by number."""
    items = [{"number": each} if isinstance(each, str) else each for each in items]
    answer = call(shop, verb, items).body
    assert answer["code"] == 0
    data = answer["data"]
    codes = {each["number"]: each["error"]["code"] for each in data["rejected"]}
    return data["accepted"], codes


def test_published_signature():
    body = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011}}'
    expected = "608e1818bb34a1f9e50401eacd75f807a063478f2e2585c347a32a32010dd50e"
    assert signature(body, "APIKEY") == expected


@pytest.mark.parametrize("key", ["", "wrong"])
def test_the_key_is_wanted(shop, key):
    answer = call(shop, "register", [{"number": "YT000001"}], key)
    assert answer.status == 401
    assert answer.body["data"]["errors"][0]["code"] == -18010002


def test_numbers_are_registered_once(shop):
    accepted, rejected = batch(
        shop, "register", "YT000001", {"number": "RR000001CN", "carrier": 3011}, "1234"
    )
    assert [(each["number"], each["carrier"]) for each in accepted] == [
        ("YT000001", 190157),
        ("RR000001CN", 3011),
    ]
    assert rejected == {"1234": -18010012}
    assert batch(shop, "register", "YT000001") == ([], {"YT000001": -18019901})
    # The same number with another carrier is another registration.
    assert batch(shop, "register", {"number": "YT000001", "carrier": 3011})[1] == {}
    assert call(shop, "getquota", []).body["data"]["quota_used"] == 3


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"number": "WRONG001"}, -18019903),
        ({"number": "YT000001", "carrier": "x"}, -18019910),
        ({"number": "SF000001"}, -18010020),
        ({"number": "YT-00001"}, -18010012),
    ],
)
def test_registrations_that_are_rejected(one, item, code):
    assert batch(one, "register", item) == ([], {item["number"]: code})
    assert one.counts("track17")[f"rejected:{code}"] == 1


def test_forty_numbers_a_call(one):
    numbers = [f"YT{n:06}" for n in range(41)]
    assert len(batch(one, "register", *numbers[:40])[0]) == 40
    answer = call(one, "register", [{"number": number} for number in numbers]).body
    assert (answer["code"], answer["data"]["errors"][0]["code"]) == (0, -18010014)
    assert call(one, "register", {}).body["data"]["errors"][0]["code"] == -18010013


def test_three_calls_a_second(one):
    path, headers = "/track/v2.4/getquota", {"17token": "demo-key"}
    statuses = [one.json(path, [], headers).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    one.clock.wait(1)
    assert one.json(path, [], headers).status == 200


def test_what_is_known_of_a_number(shop):
    batch(shop, "register", "CUSTOMS1")
    for _ in range(7):
        shop.parcels.advance("CUSTOMS1")
    (item,), _ = batch(shop, "gettrackinfo", "CUSTOMS1")
    info = item["track_info"]
    assert info["latest_status"]["status"] == "Delivered"
    events = info["tracking"]["providers"][0]["events"]
    assert [event["sub_status"] for event in events] == [
        "Delivered_Other",
        "OutForDelivery_Other",
        "InTransit_Arrival",
        "InTransit_CustomsReleased",
        "InTransit_CustomsRequiringInformation",
        "InTransit_CustomsProcessing",
        "InTransit_PickedUp",
        "InfoReceived",
    ]
    assert events[-1]["time_iso"] == "2026-03-17T09:00:01+08:00"
    assert events[-1]["time_utc"] == "2026-03-17T01:00:01Z"
    assert datetime.fromisoformat(info["time_metrics"]["estimated_delivery_date"]["to"]) > START
    assert info["milestone"][0]["key_stage"] == "Delivered"


def test_of_some_deliveries_only_the_raw_time_is_known(one):
    batch(one, "register", "LOCKER01")
    one.parcels.advance("LOCKER01", delivered=True)
    (item,), _ = batch(one, "gettrackinfo", "LOCKER01")
    event = item["track_info"]["latest_event"]
    assert (event["time_iso"], event["time_utc"]) == (None, None)
    assert event["time_raw"] == {"date": "2026-03-17", "time": "09:00:01", "timezone": "+08:00"}


def test_what_is_not_known(one):
    batch(one, "register", "BAD00001")
    found = batch(one, "gettrackinfo", "BAD00001", "YT000001")
    assert found == ([], {"BAD00001": -18019909, "YT000001": -18019902})


def test_stopping_starting_and_deleting(one):
    batch(one, "register", "YT000001")
    assert batch(one, "retrack", "YT000001")[1] == {"YT000001": -18019904}
    assert batch(one, "stoptrack", "YT000001")[1] == {}
    assert batch(one, "stoptrack", "YT000001")[1] == {"YT000001": -18019906}
    assert batch(one, "retrack", "YT000001")[1] == {}
    batch(one, "stoptrack", "YT000001")
    assert batch(one, "retrack", "YT000001")[1] == {"YT000001": -18019905}
    assert batch(one, "deletetrack", "YT000001")[1] == {}
    assert batch(one, "gettrackinfo", "YT000001")[1] == {"YT000001": -18019902}


def test_the_carrier_may_change_five_times(one):
    batch(one, "register", {"number": "YT000001", "carrier": 1})
    for carrier_new in range(2, 7):
        item = {"number": "YT000001", "carrier_old": carrier_new - 1, "carrier_new": carrier_new}
        assert batch(one, "changecarrier", item)[0] == [{"number": "YT000001", "carrier": carrier_new}]
    item = {"number": "YT000001", "carrier_old": 6, "carrier_new": 7}
    assert batch(one, "changecarrier", item)[1] == {"YT000001": -18019911}
    assert batch(one, "changeinfo", {"number": "YT000001", "items": {"tag": "x"}})[1] == {}


def test_the_list_has_pages_and_filters(one):
    batch(one, "register", *[f"YT{n:06}" for n in range(40)])
    batch(one, "register", "LATE0001", "BAD00001")
    batch(one, "stoptrack", "YT000000")
    answer = call(one, "gettracklist", {"page_no": 2}).body
    assert answer["page"] == {"data_total": 42, "page_total": 2, "page_no": 2, "page_size": 40}
    assert [row["number"] for row in answer["data"]["accepted"]] == ["LATE0001", "BAD00001"]
    assert [row["package_status"] for row in answer["data"]["accepted"]] == ["InTransit", "NotFound"]
    stopped = call(one, "gettracklist", {"tracking_status": "Stopped"}).body["data"]["accepted"]
    assert [(row["number"], row["stop_track_reason"]) for row in stopped] == [("YT000000", "ByRequest")]
    named = call(one, "gettracklist", {"number": "LATE0001,YT000003"}).body["data"]["accepted"]
    assert {row["number"] for row in named} == {"LATE0001", "YT000003"}


def test_pushes_are_signed_with_the_key_and_stop_after_fifteen_days(one):
    with endpoint() as post:
        one.control("webhook", provider="track17", url=post.url)
        batch(one, "register", {"number": "YT000001", "tag": "order-1"})
        one.deliver()
        one.deliver_until(4 * STEP)
        values = []
        for push in post.pushes:
            assert push.headers["sign"] == signature(push.body, "demo-key")
            values.append(push.json())
        assert [value["event"] for value in values] == ["TRACKING_UPDATED"] * 4
        assert values[-1]["data"]["track_info"]["latest_status"]["status"] == "Delivered"
        row = call(one, "gettracklist", {}).body["data"]["accepted"][0]
        assert (row["push_status"], row["push_status_code"]) == ("Success", 200)
        one.clock.now = START + timedelta(days=16)
        one.deliver()
        data = {"number": "YT000001", "carrier": 190157, "param": None, "tag": "order-1"}
        assert post.pushes[-1].json() == {"event": "TRACKING_STOPPED", "data": data}
        assert call(one, "gettracklist", {}).body["data"]["accepted"][0]["tracking_status"] == "Stopped"


def test_only_200_is_an_acknowledgement(one):
    with endpoint() as post:
        post.usual = (204, b"")
        one.control("webhook", provider="track17", url=post.url)
        batch(one, "register", "SILENT01")
        one.deliver()
        one.deliver_until(3 * 3600)
        assert len(post.pushes) == 4
        row = call(one, "gettracklist", {}).body["data"]["accepted"][0]
        assert (row["push_status"], row["push_status_code"]) == ("Failure", 204)
        post.usual = (200, b"")
        assert batch(one, "push", "SILENT01")[1] == {}
        one.deliver()
        assert len(post.pushes) == 5
