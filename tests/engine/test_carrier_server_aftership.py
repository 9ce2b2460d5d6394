"""AfterShip from the other side."""

import pytest
from carrier_tools import STEP, carrier, endpoint

from carrier_server.protocols.aftership import signature

PATH = "/tracking/2025-01/trackings"


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def call(shop, method, path, body=None, key="demo-key"):
    headers = {"as-api-key": key} if key else {}
    if body is None:
        return shop.call(method, path, None, headers)
    return shop.json(path, body, headers, method)


def create(shop, number, slug="yto-express", **more):
    return call(shop, "POST", PATH, {"tracking_number": number, "slug": slug, **more})


def test_published_signature():
    body = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011}}'
    assert signature(body, "SECRET") == "Wm3zVORvJPcxa3GXQayTak523xeCht5G++4FQeTNuqM="


@pytest.mark.parametrize("key", ["", "wrong"])
def test_the_key_is_wanted(shop, key):
    answer = call(shop, "GET", PATH, key=key)
    assert (answer.status, answer.body["meta"]["code"], answer.body["data"]) == (401, 401, {})


def test_a_tracking_is_created_once_and_read(shop):
    answer = create(shop, "YT000001")
    assert (answer.status, answer.body["meta"]) == (201, {"code": 201})
    tracking = answer.body["data"]
    assert (tracking["tag"], tracking["slug"], tracking["active"]) == ("InTransit", "yto-express", True)
    again = create(shop, "YT000001")
    assert (again.status, again.body["meta"]["code"]) == (400, 4003)
    shop.parcels.advance("YT000001", delivered=True)
    read = call(shop, "GET", f"{PATH}/{tracking['id']}").body["data"]
    assert (read["tag"], read["subtag"], read["expected_delivery"]) == (
        "Delivered",
        "Delivered_001",
        "2026-03-17",
    )
    assert read["checkpoints"][0]["checkpoint_time"] == "2026-03-17T09:00:00+08:00"
    assert read["checkpoints"][0]["created_at"] == "2026-03-17T01:00:00+00:00"
    assert [each["tag"] for each in read["checkpoints"]] == [
        "InTransit", "InTransit", "OutForDelivery", "Delivered",
    ]  # fmt: skip
    missing = call(shop, "GET", f"{PATH}/nothing")
    assert (missing.status, missing.body["meta"]["code"]) == (404, 4004)


def test_nothing_known_is_pending(shop):
    tracking = create(shop, "BAD00001").body["data"]
    assert (tracking["tag"], tracking["checkpoints"], tracking["expected_delivery"]) == ("Pending", [], None)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], 4001),
        ({"slug": "ups"}, 4005),
        ({"tracking_number": "YT 001"}, 4005),
        ({"tracking_number": "WRONG001"}, 4012),
    ],
)
def test_refusals(shop, body, code):
    answer = call(shop, "POST", PATH, body)
    assert (answer.status, answer.body["meta"]["code"]) == (400, code)


def test_the_list_is_filtered_and_has_pages(shop):
    for n in range(5):
        create(shop, f"YT00000{n}")
    data = call(shop, "GET", f"{PATH}?tracking_numbers=YT000001,YT000003").body["data"]
    assert [each["tracking_number"] for each in data["trackings"]] == ["YT000001", "YT000003"]
    assert data["pagination"] == {"total": 2, "next_cursor": None, "has_next_page": False}
    found, cursor = [], ""
    while cursor is not None:
        data = call(shop, "GET", f"{PATH}?limit=2&cursor={cursor}").body["data"]
        found += [each["tracking_number"] for each in data["trackings"]]
        cursor = data["pagination"]["next_cursor"]
    assert found == [f"YT00000{n}" for n in range(5)]


def test_calls_a_second(shop):
    answers = [call(shop, "GET", PATH) for _ in range(7)]
    assert [answer.status for answer in answers] == [200] * 6 + [429]
    left = [answer.headers["X-RateLimit-Remaining"] for answer in answers]
    assert left == ["5", "4", "3", "2", "1", "0", "0"]
    assert answers[0].headers["X-RateLimit-Limit"] == "6"
    assert int(answers[0].headers["X-RateLimit-Reset"]) == int(shop.clock.now.timestamp()) + 1
    assert answers[-1].body["meta"]["code"] == 429
    # Each kind of call has a rate of its own.
    assert create(shop, "YT000001").status == 201
    shop.clock.wait(1)
    assert call(shop, "GET", PATH).status == 200


def test_the_rest_of_a_tracking_s_life(shop):
    id = create(shop, "YT000001").body["data"]["id"]
    assert call(shop, "POST", f"{PATH}/{id}/retrack", {}).body["meta"]["code"] == 4016
    assert call(shop, "POST", f"{PATH}/{id}/mark-as-completed", {}).body["data"]["active"] is False
    assert call(shop, "POST", f"{PATH}/{id}/retrack", {}).body["data"]["active"] is True
    assert call(shop, "DELETE", f"{PATH}/{id}").status == 200
    assert call(shop, "GET", f"{PATH}/{id}").status == 404
    found = call(shop, "POST", "/tracking/2025-01/couriers/detect", {"tracking_number": "SF000001"})
    assert found.body["data"] == {"total": 1, "couriers": [{"slug": "sf-express", "name": "sf-express"}]}
    assert call(shop, "GET", "/tracking/2025-01/couriers").status == 405
    assert call(shop, "GET", "/tracking/4/trackings").status == 404


def test_pushes_and_their_fourteen_attempts(shop):
    with endpoint() as post:
        shop.control("webhook", provider="aftership", url=post.url, secret="SECRET")
        create(shop, "YT000001")
        shop.deliver()
        shop.deliver_until(3 * STEP)
        values = []
        for push in post.pushes:
            assert push.headers["aftership-hmac-sha256"] == signature(push.body, "SECRET")
            values.append(push.json())
        assert [value["msg"]["tag"] for value in values] == [
            "InTransit", "InTransit", "OutForDelivery", "Delivered",
        ]  # fmt: skip
        assert [value["is_tracking_first_tag"] for value in values] == [True, False, True, True]
        assert len({value["event_id"] for value in values}) == 4
        assert {value["event"] for value in values} == {"tracking_update"}
        post.usual = (500, b"")
        post.pushes.clear()
        create(shop, "SILENT01")
        shop.deliver()
        assert shop.deliver_until(37 * 3600) == 12
        shop.deliver_until(200 * 3600, 3600)
        assert len(post.pushes) == 14
        assert shop.counts("aftership")["push_dropped"] == 1
