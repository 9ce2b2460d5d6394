"""SF's calls to us in both forms, and telling it of parcels."""

import json
from urllib.parse import quote_plus

import pytest
from engine.tracking import Account, Call, Malformed, Waybill, fingerprint, fold, provider
from engine.tracking.providers.sf import digest
from hypothesis import given
from hypothesis import strategies as st
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated

ACCOUNT = Account("SLKJ2019", "checkword")
NUMBER = "SF7444400031887"
SF = provider("sf")
ROUTE = {
    "mailno": NUMBER,
    "acceptAddress": "深圳市",
    "reasonName": "",
    "orderid": "S00042",
    "acceptTime": "2026-03-16 16:56:54",
    "remark": "顺丰速运 已收取快件",
    "opCode": "50",
    "id": "158918741444476",
    "reasonCode": "",
}
PAYLOAD = {"Body": {"WaybillRoute": [ROUTE]}}
XML = (
    '<?xml version="1.0" encoding="UTF-8"?><Request service="RoutePushService" lang="zh-CN"><Body>'
    f'<WaybillRoute id="158918741444476" mailno="{NUMBER}" orderid="S00042" acceptTime="2026-03-16 16:56:54"'
    ' acceptAddress="深圳市" remark="顺丰速运 已收取快件" opCode="50"/></Body></Request>'
)


def as_json(payload=PAYLOAD):
    return Call(body=json.dumps(payload, ensure_ascii=False).encode())


def as_form(content=XML):
    return Call({"content": content})


@pytest.mark.parametrize(
    "call",
    [
        as_json(),
        as_json(PAYLOAD["Body"]),
        as_json({"Body": {"WaybillRoute": ROUTE}}),
        as_form(),
        as_form(json.dumps(PAYLOAD)),
        as_form(quote_plus(XML)),
        as_form("\ufeff\n" + XML),
        Call(body=XML.encode()),
        as_form(XML.replace("UTF-8", "GBK")),
    ],
)
def test_call_in_every_form(call):
    SF.check(ACCOUNT, call)
    (found,) = SF.pushed(ACCOUNT, call)
    assert (found.number, found.carrier, found.answer.full) == (NUMBER, "SF", False)
    assert (found.answer.health, found.answer.state) == ("ok", "unknown")
    (event,) = found.answer.events
    assert (event.state, event.code, event.location) == ("picked_up", "50", "深圳市")
    assert event.occurred_at.isoformat() == "2026-03-16T08:56:54+00:00"
    assert json.loads(found.answer.raw)[0]["mailno"] == NUMBER


def test_pushed_scan_is_the_same_event_as_the_asked_one():
    row = {name: ROUTE[name] for name in ("acceptAddress", "acceptTime", "remark", "opCode")}
    row |= {"firstStatusCode": "1", "secondaryStatusCode": "101"}
    inner = {"errorCode": "S0000", "msgData": {"routeResps": [{"mailNo": NUMBER, "routes": [row]}]}}
    (asked,) = SF.query(
        ACCOUNT, [Waybill(NUMBER, "SF")], Http({"apiResultCode": "A1000", "apiResultData": json.dumps(inner)})
    )
    (found,) = SF.pushed(ACCOUNT, as_json())
    prints = [fingerprint("sf", "SF", NUMBER, a.events[0]) for a in (asked, found.answer)]
    assert prints[0] == prints[1]


def test_call_of_several_waybills():
    routes = [
        {**ROUTE, "opCode": "80", "acceptTime": "2026-03-17 09:00:00"},
        {**ROUTE, "mailno": "SF1011603494291"},
        ROUTE,
        {**ROUTE, "mailno": None},
        {**ROUTE, "acceptTime": "soon"},
    ]
    found = SF.pushed(ACCOUNT, as_json({"Body": {"WaybillRoute": routes}}))
    assert [(each.number, [event.code for event in each.answer.events]) for each in found] == [
        (NUMBER, ["50", "80"]),
        ("SF1011603494291", ["50"]),
    ]


def test_duplicates_in_any_order_change_nothing():
    routes = [
        {**ROUTE, "opCode": op, "acceptTime": f"2026-03-1{day} 09:00:00"}
        for day, op in enumerate(("50", "31", "44", "125"), 4)
    ]
    calls = [as_json({"Body": {"WaybillRoute": [routes[place]]}}) for place in (3, 0, 0, 2, 1, 3, 0, 2)]
    events = [event for call in calls for found in SF.pushed(ACCOUNT, call) for event in found.answer.events]
    assert fold(events).state == "ready_for_pickup" == fold(events[::-1]).state


def test_reason_of_a_scan():
    (found,) = SF.pushed(
        ACCOUNT, as_json({"Body": {"WaybillRoute": [{**ROUTE, "opCode": "8000", "reasonCode": "6"}]}})
    )
    (event,) = found.answer.events
    assert (event.state, event.reason, event.subcode) == ("lost", "carrier_parcel_lost", "8000+6")


@pytest.mark.parametrize(
    "call", [Call(), Call({"content": ""}), Call({"content": "  "}), Call({"other": "x"})]
)
def test_call_without_contents(call):
    with pytest.raises(Malformed):
        SF.check(ACCOUNT, call)
    with pytest.raises(Malformed):
        SF.pushed(ACCOUNT, call)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        XML[:-20],
        XML.replace("WaybillRoute", "Other"),
        XML.replace("?>", "?>" + BOMB),
        XML.replace("?>", "?>" + BOMB.lower()),
        XML.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        "<" * 1000,
        "<a>" * 5000,
        "<a/>",
        "<a\x00/>",
        "<a>\ud800</a>",
    ],
)
def test_xml_that_is_refused(content):
    with pytest.raises(Malformed):
        SF.pushed(ACCOUNT, as_form(content))


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"Body":[]}',
        b'{"Body":{}}',
        b'{"Body":{"WaybillRoute":"x"}}',
        b"[" * 9999,
    ],
)
def test_json_that_is_refused(body):
    with pytest.raises(Malformed):
        SF.pushed(ACCOUNT, Call(body=body))


@pytest.mark.parametrize(
    ("options", "taken", "body", "kind"),
    [
        ({}, True, '{"return_code":"0000","return_msg":"成功"}', "application/json"),
        ({}, False, '{"return_code":"1000","return_msg":"失败"}', "application/json"),
        (
            {"push_format": "xml"},
            True,
            '<Response service="RoutePushService"><Head>OK</Head></Response>',
            "text/xml",
        ),
        (
            {"push_format": "xml"},
            False,
            '<Response service="RoutePushService"><Head>ERR</Head>'
            '<ERROR code="4001">系统发生数据错误或运行时异常</ERROR></Response>',
            "text/xml",
        ),
    ],
)
def test_acknowledgement(options, taken, body, kind):
    reply = SF.acknowledge(Account("C", "K", options=options), taken, None)
    assert (reply.status, reply.body, reply.content_type) == (200, body, kind)


def tell(options, *args):
    http = Http(*args)
    waybills = [Waybill(NUMBER, "SF", "13800138000"), Waybill("SF1011603494291", "SF")]
    return SF.subscribe(Account("SLKJ2019", "checkword", options=options), waybills, "https://x", http), http


def test_nobody_is_told_unless_the_account_says_how():
    answers, http = tell({}, {})
    assert [(answer.health, answer.stopped) for answer in answers] == [("ok", True)] * 2
    assert http.calls == []


def test_parcels_that_are_pushed_by_themselves():
    answers, http = tell({"pushed": True}, {})
    assert [(answer.health, answer.stopped, answer.full) for answer in answers] == [("ok", False, False)] * 2
    assert http.calls == []
    assert tell({"pushed": "yes"}, {})[0][0].stopped


def test_telling_of_parcels():
    register = {"type": "2", "attributeNo": "{number}", "checkPhoneNo": "{phone}", "list": ["{number}"]}
    done = {"apiResultCode": "A1000", "apiResultData": json.dumps({"success": True, "errorCode": "S0000"})}
    answers, http = tell({"register": register}, done)
    assert [answer.health for answer in answers] == ["ok", "ok"] and len(http.calls) == 2
    form = dict(pair.split("=") for pair in http.calls[0][0].data.decode().split("&"))
    assert form["serviceCode"] == "EXP_RECE_REGISTER_ROUTE"
    data = '{"type":"2","attributeNo":"SF7444400031887","checkPhoneNo":"8000","list":["SF7444400031887"]}'
    assert form["msgData"] == quote_plus(data)
    assert form["msgDigest"] == quote_plus(digest(data, form["timestamp"], "checkword"))


def test_telling_that_is_refused():
    answers, _http = tell({"register": {"n": "{number}"}}, {"apiResultCode": "A1004"})
    assert [answer.health for answer in answers] == ["auth_error"] * 2


@given(payload=mutated(PAYLOAD) | ANYTHING)
def test_any_call_is_read_or_refused(payload):
    try:
        found = SF.pushed(ACCOUNT, Call(body=json.dumps(payload).encode()))
    except Malformed:
        return
    for each in found:
        assert each.number
        assert_sound(each.answer)


@given(start=st.integers(0, len(XML)), cut=st.integers(0, 40), put=st.text(max_size=5))
def test_any_xml_is_read_or_refused(start, cut, put):
    try:
        SF.pushed(ACCOUNT, as_form(XML[:start] + put + XML[start + cut :]))
    except Malformed:
        pass
