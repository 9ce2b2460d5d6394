"""SF Express from the other side."""

import json
import uuid
import xml.etree.ElementTree as ElementTree

import pytest
from carrier_tools import STEP, carrier, endpoint

from carrier_server.protocols.sf import PER_DAY, signature

ROUTES = "EXP_RECE_SEARCH_ROUTES"


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def call(shop, data, service=ROUTES, key="demo-key", **form):
    text = json.dumps(data, separators=(",", ":"))
    fields = {
        "partnerID": "DEMO",
        "requestID": str(uuid.uuid4()),
        "serviceCode": service,
        "timestamp": "1773709200",
        "msgDigest": signature(text, "1773709200", key),
        "msgData": text,
    }
    return shop.form("/std/service", {**fields, **form}).body


def routes(shop, *numbers, **more):
    outer = call(shop, {"trackingType": 1, "trackingNumber": list(numbers), "methodType": 1, **more})
    assert outer["apiResultCode"] == "A1000"
    return json.loads(outer["apiResultData"])


def test_published_signature():
    data = '{"language":"zh-CN","orderId":"QIAO-20200618-004"}'
    found = signature(data, "12312334453453", "fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci")
    assert found == "IIKJtuLVzoFTu4kHI8M8vA=="


def test_the_answer_is_json_within_json(shop):
    shop.parcels.advance("SF000001", delivered=True)
    answer = routes(shop, "SF000001", "BAD00001")
    assert (answer["success"], answer["errorCode"]) == (True, "S0000")
    known, unknown = answer["msgData"]["routeResps"]
    assert [row["opCode"] for row in known["routes"]] == ["50", "30", "44", "80"]
    assert [row["firstStatusCode"] for row in known["routes"]] == ["1", "2", "3", "4"]
    assert known["routes"][0]["acceptTime"] == "2026-03-17 09:00:00"
    assert unknown == {"mailNo": "BAD00001", "routes": []}


def test_ten_numbers_at_most(shop):
    numbers = [f"SF00000{n}" for n in range(11)]
    assert len(routes(shop, *numbers[:10])["msgData"]["routeResps"]) == 10
    assert (routes(shop, *numbers)["errorCode"], routes(shop)["errorCode"]) == ("8003", "8013")


def test_somebody_else_s_parcel_shows_with_its_phone(shop):
    def one(**more):
        return routes(shop, "OTHER001", **more)["msgData"]["routeResps"][0]

    assert (one()["routes"], one()["reasonCode"]) == ([], "8016")
    assert len(one(checkPhoneNo="8000")["routes"]) == len(one(checkPhoneNo="1234,8000")["routes"]) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "wrong"}, "A1006"),
        ({"partnerID": "OTHER"}, "A1004"),
        ({"msgDigest": ""}, "A1001"),
        ({"service": "EXP_RECE_CREATE_ORDER"}, "A1004"),
    ],
)
def test_refusals(shop, change, code):
    answer = call(shop, {"trackingNumber": ["SF000001"]}, **change)
    assert (answer["apiResultCode"], answer["apiResultData"]) == (code, None)


def test_a_request_counts_once(shop):
    answers = [call(shop, {"trackingNumber": ["SF000001"]}, requestID="same") for _ in range(2)]
    assert [answer["apiResultCode"] for answer in answers] == ["A1000", "A1007"]


def test_thirty_calls_a_second_and_three_thousand_a_day(shop):
    codes = [call(shop, {"trackingNumber": ["SF000001"]})["apiResultCode"] for _ in range(31)]
    assert codes == ["A1000"] * 30 + ["A1005"]
    assert shop.counts("sf")[f"limit:rate {ROUTES}"] == 1
    shop.clock.wait(1)
    shop.server.depot.limits._days[f"sf day {ROUTES}"] = (shop.clock.now.date(), PER_DAY)
    assert call(shop, {"trackingNumber": ["SF000001"]})["apiResultCode"] == "A1005"
    shop.clock.wait(86400)
    assert call(shop, {"trackingNumber": ["SF000001"]})["apiResultCode"] == "A1000"


def test_the_promised_time_has_a_call_of_its_own(shop):
    answer = json.loads(call(shop, {"searchNo": "SF000001"}, "EXP_RECE_SEARCH_PROMITM")["apiResultData"])
    assert answer["msgData"]["promiseTm"] == "2026-03-17 12:00:00"


def test_routes_older_than_three_months_are_gone(shop):
    shop.parcels.advance("SF000001", delivered=True)
    shop.clock.wait(91 * 86400)
    assert routes(shop, "SF000001")["msgData"]["routeResps"][0]["routes"] == []


def test_new_scans_alone_are_pushed_and_most_of_them_again(shop):
    with endpoint() as post:
        post.usual = (200, '{"return_code":"0000","return_msg":"成功"}'.encode())
        shop.control("webhook", provider="sf", url=post.url)
        call(shop, {"trackingNumber": ["SF000001", "LOST0001"]}, "EXP_RECE_REGISTER_ROUTE")
        shop.deliver()
        shop.deliver_until(4 * STEP)
        pushed = [push.json()["Body"]["WaybillRoute"] for push in post.pushes]
        rows = [row for part in pushed for row in part]
        assert {(row["mailno"], row["opCode"]) for row in rows} == {
            *(("SF000001", code) for code in ("50", "30", "44", "80")),
            *(("LOST0001", code) for code in ("50", "30", "8000")),
        }
        assert {row.get("reasonCode") for row in rows if row["opCode"] == "8000"} == {"6"}
        assert max(len(part) for part in pushed) == 2
        # Each push is repeated with a chance of three quarters, so that four come on average.
        assert len({push.body for push in post.pushes}) == 4 < len(post.pushes)
        assert len({row["id"] for row in rows}) == 7


def test_a_batch_that_is_not_acknowledged_comes_again_whole(shop):
    with endpoint() as post:
        post.answers = [(200, b'{"return_code":"1000"}')]
        post.usual = (200, b'{"return_code":"0000"}')
        shop.control("faults", provider="sf", duplicates=0)
        shop.control("webhook", provider="sf", url=post.url)
        routes(shop, "SF000001", "SF000002")
        shop.deliver()
        shop.deliver_until(1200)
        assert len(post.pushes) == 2
        assert post.pushes[0].body == post.pushes[1].body
        assert len(post.pushes[0].json()["Body"]["WaybillRoute"]) == 2


def test_pushes_may_be_xml_in_a_form(shop):
    with endpoint() as post:
        post.answers = [(200, b'{"return_code":"0000"}')]
        post.usual = (200, b'<Response service="RoutePushService"><Head>OK</Head></Response>')
        shop.control("faults", provider="sf", duplicates=0)
        shop.control("webhook", provider="sf", url=post.url, format="xml")
        routes(shop, "SF000001")
        shop.deliver()
        shop.deliver_until(1200)
        assert len(post.pushes) == 2
        request = ElementTree.fromstring(post.pushes[1].form()["content"])
        (row,) = request.iter("WaybillRoute")
        assert (request.get("service"), row.get("mailno"), row.get("opCode")) == (
            "RoutePushService", "SF000001", "50",
        )  # fmt: skip
        assert row.get("remark") == "【上海市】快件已被揽收"
