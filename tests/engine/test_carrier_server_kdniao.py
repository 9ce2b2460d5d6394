"""kdniao from the other side."""

import json

import pytest
from carrier_tools import STEP, carrier, endpoint

from carrier_server.protocol import Login, Shop
from carrier_server.protocols.kdniao import DAILY, signature

QUERY = "/Ebusiness/EbusinessOrderHandle.aspx"
SUBSCRIBE = "/api/dist"
HEARD = b'{"EBusinessID":"DEMO","UpdateTime":"2026-03-17 09:00:00","Success":true,"Reason":""}'


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def ask(shop, path=QUERY, kind="8001", number="YT000001", carrier="YTO", key="demo-key", form=None, **data):
    text = json.dumps({"ShipperCode": carrier, "LogisticCode": number, **data})
    fields = {
        "RequestData": text,
        "EBusinessID": "DEMO",
        "RequestType": kind,
        "DataSign": signature(text, key),
        "DataType": "2",
    }
    return shop.form(path, {**fields, **(form or {})}).body


def test_published_signature():
    text = '{"OrderCode":"","ShipperCode":"YTO","LogisticCode":"12345678"}'
    assert signature(text, "APIKEY") == "ZWQwZDBjMTNiODM1YzA4MjAxYTA5MDZjOGY1OWYxZmU="


def test_paid_answer(shop):
    shop.parcels.advance("YT000001", delivered=True)
    answer = ask(shop)
    assert (answer["Success"], answer["State"], answer["StateEx"]) == (True, "3", "301")
    assert [trace["Action"] for trace in answer["Traces"]] == ["1", "204", "202", "301"]
    assert answer["Traces"][0]["AcceptTime"] == "2026-03-17 09:00:00"
    assert [trace["Action"] for trace in ask(shop, Sort="1")["Traces"]] == ["301", "202", "204", "1"]


def test_free_answer_has_no_extended_state(shop):
    answer = ask(shop, kind="1002")
    assert answer["State"] == "1"
    assert "StateEx" not in answer
    assert set(answer["Traces"][0]) == {"AcceptTime", "AcceptStation", "Remark"}


def test_no_trace_is_a_failure_in_name_only(shop):
    answer = ask(shop, number="BAD00001")
    assert (answer["Success"], answer["State"], answer["Reason"]) == (False, "0", "暂无轨迹信息")
    assert answer["Traces"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "wrong"}, "102"),
        ({"form": {"EBusinessID": "OTHER"}}, "104"),
        ({"form": {"DataSign": ""}}, "101"),
        ({"form": {"DataType": "1"}}, "101"),
        ({"form": {"RequestData": "[]", "DataSign": signature("[]", "demo-key")}}, "401"),
        ({"kind": "8003"}, "105"),
        ({"kind": "1008"}, "105"),
        ({"number": ""}, "402"),
        ({"number": "YT 0001"}, "403"),
        ({"number": "YT1"}, "404"),
        ({"carrier": ""}, "101"),
        ({"carrier": "SF"}, "101"),
        ({"carrier": "SF", "CustomerName": "138"}, "101"),
    ],
)
def test_refusals(shop, change, code):
    answer = ask(shop, **change)
    assert (answer["Success"], answer["ResultCode"]) == (False, code)
    assert shop.counts("kdniao")[f"refused:{code}"] == 1


def test_the_phone_belongs_to_sf_alone(shop):
    assert ask(shop, carrier="SF", CustomerName="8000")["Success"] is True
    assert "limit:customer_name" not in shop.counts("kdniao")
    ask(shop, CustomerName="8000")
    assert shop.counts("kdniao")["limit:customer_name"] == 1


def test_daily_limit(shop):
    # The calls of a whole day are not made here: the counter is filled.
    shop.server.depot.limits._days["kdniao daily"] = (shop.clock.now.date(), DAILY)
    assert ask(shop)["ResultCode"] == "405"
    shop.clock.wait(86400)
    assert ask(shop)["Success"] is True


def test_an_account_of_its_own():
    shop = Shop(logins={"kdniao": Login("1237100", "other", "")})
    with carrier(shop) as found:
        assert ask(found)["ResultCode"] == "104"
        form = {"EBusinessID": "1237100"}
        assert ask(found, key="other", form=form)["Success"] is True


def test_several_waybills_in_one_push(shop):
    with endpoint() as post:
        post.usual = (200, HEARD)
        shop.control("webhook", provider="kdniao", url=post.url)
        for number in range(3):
            answer = ask(shop, SUBSCRIBE, "8008", f"YT00000{number}", Callback=f"order-{number}")
            assert (answer["Success"], answer["EstimatedDeliveryTime"]) == (True, "2026-03-17")
        ask(shop, SUBSCRIBE, "1008", "YT000009")
        assert shop.deliver() == 2
        forms = {form["RequestType"]: form for form in (push.form() for push in post.pushes)}
        data = json.loads(forms["102"]["RequestData"])
        assert signature(forms["102"]["RequestData"], "demo-key") == forms["102"]["DataSign"]
        assert (data["EBusinessID"], data["Count"], len(data["Data"])) == ("DEMO", "3", 3)
        assert [row["Callback"] for row in data["Data"]] == ["order-0", "order-1", "order-2"]
        assert "StateEx" not in json.loads(forms["101"]["RequestData"])["Data"][0]
        shop.deliver_until(9 * STEP)
        rows = [json.loads(push.form()["RequestData"])["Data"] for push in post.pushes]
        assert {row["State"] for row in rows[-1]} == {"3"}
        assert len(post.pushes) == 8


@pytest.mark.parametrize("heard", [b"", b"ok", b'{"Success":true}', HEARD.replace(b"true", b"false")])
def test_wrong_acknowledgements(shop, heard):
    with endpoint() as post:
        post.usual = (200, heard)
        shop.control("webhook", provider="kdniao", url=post.url)
        ask(shop, SUBSCRIBE, "8008", "SILENT01")
        shop.deliver()
        shop.deliver_until(3600)
        assert len(post.pushes) == 4
        assert shop.counts("kdniao")["push_dropped"] == 1
