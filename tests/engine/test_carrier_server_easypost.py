"""EasyPost from the other side."""

import base64

import pytest
from carrier_tools import STEP, carrier, endpoint

from carrier_server.protocols.easypost import signature


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def call(shop, method, path, body=None, key="demo-key"):
    token = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {token}"} if key else {}
    if body is None:
        return shop.call(method, path, None, headers)
    return shop.json(path, body, headers, method)


def create(shop, number, carrier="YTO"):
    tracker = {"tracking_code": number, "carrier": carrier}
    return call(shop, "POST", "/v2/trackers", {"tracker": tracker}).body


def test_published_signature():
    body = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011}}'
    expected = "hmac-sha256-hex=fb2444bcccf83f9130efcdf853c18a0b683727744467fc17856ef5c69ee90e96"
    assert signature(body, "s\u00e9cret") == expected


@pytest.mark.parametrize("key", ["", "wrong"])
def test_the_key_is_wanted(shop, key):
    answer = call(shop, "GET", "/v2/trackers", key=key)
    assert (answer.status, answer.body["error"]["code"]) == (401, "APIKEY.INVALID")


def test_a_tracker_is_oldest_first_and_in_utc(shop):
    shop.parcels.advance("YT000001", delivered=True)
    tracker = create(shop, "YT000001")
    assert (tracker["object"], tracker["status"], tracker["finalized"]) == ("Tracker", "delivered", True)
    assert tracker["est_delivery_date"] == "2026-03-17T04:00:00Z"
    details = tracker["tracking_details"]
    assert [each["status"] for each in details] == [
        "in_transit", "in_transit", "out_for_delivery", "delivered",
    ]  # fmt: skip
    assert details[0]["datetime"] == "2026-03-17T01:00:00Z"
    assert create(shop, "YT000001")["id"] == tracker["id"]
    assert create(shop, "YT000001", "SFExpress")["id"] != tracker["id"]
    assert call(shop, "GET", f"/v2/trackers/{tracker['id']}").body == tracker
    assert call(shop, "GET", "/v2/trackers/trk_none").status == 404


def test_nothing_known_is_unknown(shop):
    tracker = create(shop, "BAD00001")
    assert (tracker["status"], tracker["tracking_details"]) == ("unknown", [])


def test_a_returned_parcel_is_marked(shop):
    shop.parcels.advance("REFUSE01", delivered=True)
    tracker = create(shop, "REFUSE01")
    assert (tracker["status"], tracker["is_return"]) == ("delivered", True)


def test_bodies_that_make_no_sense(shop):
    for body in ({}, {"tracker": {}}, [], {"tracker": {"tracking_code": ""}}):
        assert call(shop, "POST", "/v2/trackers", body).status == 422
    assert call(shop, "POST", "/v2/trackers/batch", {"tracking_codes": []}).status == 422
    assert call(shop, "DELETE", "/v2/trackers/trk_none").status == 404


def test_several_at_once_and_the_list(shop):
    numbers = [f"YT00000{n}" for n in range(5)]
    answer = call(shop, "POST", "/v2/trackers/batch", {"tracking_codes": numbers}).body
    assert [each["tracking_code"] for each in answer["trackers"]] == numbers
    query = "tracking_codes[]=YT000001&tracking_codes[]=YT000003"
    found = call(shop, "GET", f"/v2/trackers?{query}").body
    assert [each["tracking_code"] for each in found["trackers"]] == ["YT000003", "YT000001"]
    pages, before = [], ""
    while True:
        page = call(shop, "GET", f"/v2/trackers?page_size=2&before_id={before}").body
        pages.append([each["tracking_code"] for each in page["trackers"]])
        if not page["has_more"]:
            break
        before = page["trackers"][-1]["id"]
    assert pages == [["YT000004", "YT000003"], ["YT000002", "YT000001"], ["YT000000"]]


def test_pushes_are_events(shop):
    with endpoint() as post:
        shop.control("webhook", provider="easypost", url=post.url, secret="s\u00e9cret")
        create(shop, "YT000001")
        shop.deliver()
        shop.deliver_until(3 * STEP)
        values = []
        for push in post.pushes:
            assert push.headers["X-Hmac-Signature"] == signature(push.body, "s\u00e9cret")
            values.append(push.json())
        assert {value["description"] for value in values} == {"tracker.updated"}
        before = [value["previous_attributes"]["status"] for value in values]
        assert before == ["unknown", "in_transit", "in_transit", "out_for_delivery"]
        assert values[-1]["result"]["status"] == "delivered"


def test_a_webhook_that_never_answers_is_switched_off(shop):
    with endpoint() as post:
        post.usual = (500, b"")
        shop.control("webhook", provider="easypost", url=post.url)
        create(shop, "SILENT01")
        shop.deliver()
        shop.deliver_until(86400, 1800)
        assert len(post.pushes) == 8
        post.usual = (200, b"")
        create(shop, "YT000001")
        assert shop.deliver_until(3 * STEP) == 0
        shop.control("webhook", provider="easypost", url=post.url)
        assert shop.deliver() == 1
        assert post.pushes[-1].json()["result"]["status"] == "delivered"
