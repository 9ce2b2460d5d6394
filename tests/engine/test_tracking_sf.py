"""SF Express: what is sent, every code that comes back, in the order of how exactly it tells."""

import base64
import hashlib
import json
import re
from datetime import date

import pytest
from engine.tracking import HEALTHS, Account, HttpFailure, Waybill, fold, provider
from engine.tracking.providers.sf import digest
from engine.tracking.providers.sf_codes import CODES, HEALTH_OF_BUSINESS, HEALTH_OF_PLATFORM
from hypothesis import given
from sf_samples import ACCOUNT, NUMBER, OTHER, ROUTES, WAYBILLS, ask, outer, reply, resp, utc
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated


def test_signature_of_the_published_vector():
    data = '{"language":"zh-CN","orderId":"QIAO-20200618-004"}'
    assert digest(data, "12312334453453", "fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci") == "IIKJtuLVzoFTu4kHI8M8vA=="


@pytest.mark.parametrize(
    ("data", "encoded"),
    [("a b", "a+b"), ("*~-_.", "*%7E-_."), ('{"a":"é/"}', "%7B%22a%22%3A%22%C3%A9%2F%22%7D")],
)
def test_signature_is_encoded_as_java_does_it(data, encoded):
    expected = base64.b64encode(hashlib.md5(f"{encoded}1key".encode()).digest()).decode()
    assert digest(data, "1", "key") == expected


def test_question():
    _answers, http = ask(reply(), waybills=WAYBILLS)
    ((request, timeout),) = http.calls
    assert request.url == "https://bspgw.sf-express.com/std/service" and timeout == 20
    data = (
        '{"language":"zh-CN","trackingType":"1","trackingNumber":["SF7444400031887","SF1011603494291"],'
        '"methodType":"1","checkPhoneNo":"8000,4321"}'
    )
    assert http.form == {
        "partnerID": "SLKJ2019",
        "requestID": "7c0f1f9e-0000-4000-8000-000000000001",
        "serviceCode": "EXP_RECE_SEARCH_ROUTES",
        "timestamp": "1773709200000",
        "msgDigest": digest(data, "1773709200000", "checkword"),
        "msgData": data,
    }


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://sfapi-sbox.sf-express.com", "https://sfapi-sbox.sf-express.com/std/service"),
        ("https://sfapi.sf-express.com/std/service", "https://sfapi.sf-express.com/std/service"),
        ("http://127.0.0.1:8071/", "http://127.0.0.1:8071/std/service"),
    ],
)
def test_other_addresses(base, url):
    assert ask(reply(), account=Account("C", "K", base))[1].request.url == url


def test_options_of_the_question():
    account = Account("C", "K", options={"language": "en", "method": 2})
    data = json.loads(ask(reply(), account=account, waybills=[Waybill("SF1", "SF")])[1].form["msgData"])
    assert data == {"language": "en", "trackingType": "1", "trackingNumber": ["SF1"], "methodType": "2"}


def test_every_question_has_its_own_id_and_time():
    http = Http(reply())
    for _n in range(2):
        provider("sf").query(ACCOUNT, WAYBILLS, http)
    first, second = (request.data for request, _timeout in http.calls)
    assert re.search(rb"requestID=[0-9a-f-]{36}&", first) and first != second


def test_success_of_two():
    (one, two), _http = ask(reply(resp(OTHER, ROUTES[:1]), resp()), waybills=WAYBILLS)
    assert (one.health, one.state, one.full) == ("ok", "out_for_delivery", True)
    found = [(e.occurred_at, e.state, e.code, e.subcode, e.location, e.sequence) for e in one.events]
    assert found == [
        (utc(2026, 3, 16, 1), "picked_up", "50", "50/1/101", "深圳市", 0),
        (utc(2026, 3, 17, 0, 30), "out_for_delivery", "44", "44/2/201", "杭州市", 1),
    ]
    assert (two.state, len(two.events)) == ("picked_up", 1)


def test_order_of_the_routes_does_not_matter():
    (first,), _http = ask(reply(resp()))
    (second,), _http = ask(reply(resp(routes=ROUTES[::-1])))
    assert first.events == second.events


def test_inner_json_at_any_depth():
    inner = {"success": True, "errorCode": "S0000", "msgData": json.dumps({"routeResps": [resp()]})}
    assert ask(outer(inner))[0][0].state == "out_for_delivery"
    payload = outer("") | {"apiResultData": inner}
    assert ask(payload)[0][0].state == "out_for_delivery"


def test_number_that_is_not_in_the_reply():
    (one, two), _http = ask(reply(resp()), waybills=WAYBILLS)
    assert (one.health, two.health, two.full) == ("ok", "not_found", False)


def test_first_of_two_answers_to_one_number():
    (answer,), _http = ask(reply(resp(), resp(routes=[])))
    assert len(answer.events) == 2


@pytest.mark.parametrize(
    ("values", "shipped", "health", "state"),
    [
        ({}, None, "not_found", "pending"),
        ({"reasonCode": "1", "reasonRemark": "暂无路由"}, date(2026, 3, 10), "not_found", "pending"),
        ({"reasonRemark": "手机号后四位校验不通过"}, None, "needs_phone", "unknown"),
        ({"reasonRemark": "Phone check failed"}, None, "needs_phone", "unknown"),
        ({}, date(2025, 12, 1), "expired", "unknown"),
    ],
)
def test_no_routes(values, shipped, health, state):
    for routes in ([], None, "x"):
        waybill = Waybill(NUMBER, "SF", shipped_on=shipped)
        (answer,), _http = ask(reply(resp(routes=routes, **values)), waybills=[waybill])
        assert (answer.health, answer.state, answer.events, answer.full) == (health, state, (), False)


@pytest.mark.parametrize(("code", "health"), HEALTH_OF_PLATFORM.items())
def test_platform_codes(code, health):
    answers, _http = ask(outer("", apiResultCode=code, apiErrorMsg="为什么"), waybills=WAYBILLS)
    assert [(a.health, a.message, a.full) for a in answers] == [(health, "为什么", False)] * 2
    assert health in HEALTHS and not answers[0].daily


def test_day_is_used_up():
    payload = outer("", apiResultCode="A1005", apiErrorMsg="超过每天调用次数")
    assert ask(payload)[0][0].daily
    assert ask(outer("", apiResultCode="Z9"))[0][0].health == "provider_down"


@pytest.mark.parametrize(
    ("code", "health"), [*HEALTH_OF_BUSINESS.items(), ("9999", "provider_down"), ("", "provider_down")]
)
def test_business_codes(code, health):
    (answer,), _http = ask(outer({"success": False, "errorCode": code, "errorMsg": "为什么"}))
    assert (answer.health, answer.message, answer.events) == (health, "为什么", ())
    assert answer.state == ("pending" if health == "not_found" else "unknown")


def test_one_wrong_number_is_not_the_others_fault():
    waybills = [*WAYBILLS, Waybill("YT1234567890123", "SF")]
    answers, _http = ask(outer({"success": False, "errorCode": "8247"}), waybills=waybills)
    assert [answer.health for answer in answers] == ["provider_down", "provider_down", "wrong_carrier"]


@pytest.mark.parametrize("status", [401, 429, 500])
def test_http_statuses(status):
    answers, _http = ask("<html>", status, waybills=WAYBILLS)
    assert len(answers) == 2 and {answer.message for answer in answers} == {f"HTTP {status}"}


def test_failures_of_the_connection():
    assert [a.health for a in ask(failure=HttpFailure("tls"), waybills=WAYBILLS)[0]] == ["provider_down"] * 2


def test_what_the_addon_needs_to_know():
    sf = provider("sf")
    assert (sf.batch, sf.rate, sf.daily, sf.pushes, sf.signed) == (10, 30, 3000, True, False)
    assert sf.carrier_of(sf.probe.number) == sf.probe.carrier == "SF"
    assert sf.carrier_of("YT1234567890123") == "" and sf.codes is CODES


@given(inner=mutated({"success": True, "errorCode": "S0000", "msgData": {"routeResps": [resp()]}}) | ANYTHING)
def test_any_reply_is_read(inner):
    for payload in (outer(json.dumps(inner)), outer("") | {"apiResultData": inner}):
        answers, _http = ask(json.dumps(payload), waybills=WAYBILLS)
        assert len(answers) == 2
        for answer in answers:
            assert_sound(answer)
            assert fold(answer.events) == fold(answer.events[::-1] * 2)


@given(payload=mutated(reply(resp())) | ANYTHING)
def test_any_envelope_is_read(payload):
    answers, _http = ask(json.dumps(payload), waybills=WAYBILLS)
    assert len(answers) == 2
    for answer in answers:
        assert_sound(answer)
