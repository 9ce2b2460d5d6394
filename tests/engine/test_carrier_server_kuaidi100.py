"""kuaidi100 from the other side: subscriptions, pushes and the query's finer points."""

import json
from datetime import timedelta

import pytest
from carrier_tools import START, STEP, carrier, endpoint

from carrier_server.protocol import Shop
from carrier_server.protocols.kuaidi100 import signature

PARAM = '{"com":"yuantong","num":"YT9693083639795"}'
HEARD = (200, b'{"result":true,"returnCode":"200","message":"\xe6\x88\x90\xe5\x8a\x9f"}')


@pytest.fixture
def post():
    with endpoint() as found:
        found.usual = HEARD
        yield found


@pytest.fixture
def shop():
    with carrier() as found:
        yield found


def query(shop, number="YT000001", **param):
    text = json.dumps({"com": "yuantong", "num": number, **param})
    sign = signature(f"{text}demo-keyDEMO")
    return shop.form("/poll/query.do", {"customer": "DEMO", "sign": sign, "param": text}).body


def subscribe(shop, url, number="YT000001", company="yuantong", key="demo-key", schema="json", **wishes):
    wishes = {"callbackurl": url, "salt": "salt123", "resultv2": "4", **wishes}
    param = {"company": company, "number": number, "key": key, "parameters": wishes}
    return shop.form("/poll", {"schema": schema, "param": json.dumps(param)}).body


def told(push):
    """Return a push's content after checking its signature."""
    form = push.form()
    assert form["sign"] == signature(form["param"] + "salt123")
    return json.loads(form["param"])


def test_published_signatures():
    assert signature(f"{PARAM}KEYCUSTOMER") == "838CCFCBE96A6F37C2D16030ADF30732"
    assert signature(f"{PARAM}salt123") == "4ADE7E78E8A6ED102872842E27CEE9E3"


def test_subscription_and_its_refusals(shop, post):
    assert subscribe(shop, post.url) == {"result": True, "returnCode": "200", "message": "提交成功"}
    assert subscribe(shop, post.url)["returnCode"] == "501"
    for code, change in {
        "600": {"key": "wrong"},
        "700": {"callbackurl": "ftp://127.0.0.1/x"},
        "702": {"company": "", "autoCom": "1"},
        "408": {"company": "shunfeng"},
    }.items():
        answer = subscribe(shop, **{"url": post.url, "number": "YT000002", **change})
        assert (answer["result"], answer["returnCode"]) == (False, code)
    for change in ({"schema": "xml"}, {"number": "YT"}, {"callbackurl": "http://example.com/push"}):
        assert subscribe(shop, **{"url": post.url, "number": "YT000002", **change})["returnCode"] == "700"
    assert shop.form("/poll", {"schema": "json", "param": "{"}).body["returnCode"] == "700"
    assert subscribe(shop, post.url, "SF000001", "shunfeng", phone="8000")["result"] is True


def test_every_move_is_pushed_with_all_that_came_before(shop, post):
    subscribe(shop, post.url)
    shop.deliver()
    shop.deliver_until(3 * STEP)
    contents = [told(push) for push in post.pushes]
    assert [each["status"] for each in contents] == ["polling", "polling", "polling", "shutdown"]
    assert [len(each["lastResult"]["data"]) for each in contents] == [1, 2, 3, 4]
    last = contents[-1]["lastResult"]
    assert (last["nu"], last["com"], last["state"], last["ischeck"]) == ("YT000001", "yuantong", "301", "1")
    assert last["data"][0]["ftime"] == "2026-03-17 12:00:00"
    assert shop.counts("kuaidi100")["push_heard"] == 4


def test_nothing_is_pushed_after_the_signature(shop, post):
    subscribe(shop, post.url, "SIGNED01")
    shop.deliver_until(9 * STEP)
    assert told(post.pushes[-1])["status"] == "shutdown"
    assert query(shop, "SIGNED01")["state"] == "4"


@pytest.mark.parametrize("heard", [(200, b""), (200, b'{"result":false}'), (500, HEARD[1]), (200, b"<html>")])
def test_a_push_that_is_not_acknowledged_comes_three_times_more(shop, post, heard):
    post.usual = heard
    subscribe(shop, post.url, "SILENT01")
    assert shop.deliver() == 1
    assert shop.deliver_until(29 * 60, 60) == 0
    assert shop.deliver_until(5 * 3600) == 3
    assert len({push.body for push in post.pushes}) == 1
    assert len(post.pushes) == 4
    assert shop.counts("kuaidi100")["push_dropped"] == 1


def test_waits_between_attempts_can_be_shorter(post):
    with carrier(retry_scale=0.01) as shop:
        post.answers = [(500, b"")]
        subscribe(shop, post.url, "SILENT01")
        shop.deliver()
        assert shop.deliver_until(17, 1) == 0
        assert shop.deliver_until(2, 1) == 1
        assert shop.counts("kuaidi100")["push_heard"] == 1


@pytest.mark.parametrize(("salt", "sign"), [(None, False), ("", True)])
def test_no_salt_no_signature_but_an_empty_one_signs(shop, post, salt, sign):
    subscribe(shop, post.url, salt=salt)
    shop.deliver()
    form = post.pushes[0].form()
    assert form.get("sign") == (signature(form["param"]) if sign else None)


def test_a_number_that_nobody_knows_is_given_up_after_three_days(shop, post):
    subscribe(shop, post.url, "BAD00001")
    assert shop.deliver_until(3 * 86400 - 600) == 0
    assert shop.deliver_until(1200) == 1
    content = told(post.pushes[0])
    assert (content["status"], content["comNew"], content["message"]) == ("abort", "", "3天查询无记录")
    assert subscribe(shop, post.url, "BAD00001")["returnCode"] == "200"


def test_a_parcel_that_does_not_move_is_given_up_after_sixty_days(shop, post):
    subscribe(shop, post.url, "LATE0001")
    shop.deliver_until(2 * STEP)
    shop.clock.now = START + timedelta(days=61)
    shop.deliver()
    statuses = [told(push)["status"] for push in post.pushes]
    assert statuses == ["polling", "polling", "abort"]


def test_the_right_carrier_is_named(shop, post):
    subscribe(shop, post.url, "WRONG001")
    shop.deliver()
    content = told(post.pushes[0])
    names = ("status", "autoCheck", "comOld", "comNew")
    assert [content[name] for name in names] == ["abort", "1", "yuantong", "zhongtong"]


def test_four_subscriptions_a_month(shop, post):
    for _ in range(4):
        assert subscribe(shop, post.url, "WRONG001")["returnCode"] == "200"
        shop.deliver()
    assert subscribe(shop, post.url, "WRONG001")["returnCode"] == "501"
    assert shop.counts("kuaidi100")["limit:subscriptions"] == 1
    shop.clock.wait(31 * 86400)
    assert subscribe(shop, post.url, "WRONG001")["returnCode"] == "200"


def test_the_expected_arrival_needs_the_destination(shop):
    assert query(shop, resultv2="8")["returnCode"] == "400"
    assert query(shop, resultv2="8", to="杭州市")["arrivalTime"] == "2026-03-17 12"
    assert "arrivalTime" not in query(shop, resultv2="4")


def test_questions_too_soon_are_counted_and_locked_when_asked_for(shop):
    for seconds in (0, 60, 1740):
        shop.clock.wait(seconds)
        assert query(shop)["status"] == "200"
    assert shop.counts("kuaidi100")["limit:too_soon"] == 1
    with carrier(Shop(lock_seconds=1800)) as strict:
        assert [query(strict).get("returnCode") for _ in range(2)] == [None, "502"]
        assert strict.counts("kuaidi100")["limit:locked"] == 1
