"""Whatever comes in, each service answers, and goes on answering."""

import base64
import json
import uuid

import pytest
from carrier_tools import FORM, carrier

from carrier_server.protocols.kdniao import signature as kdniao_sign
from carrier_server.protocols.kuaidi100 import signature as kuaidi100_sign
from carrier_server.protocols.sf import signature as sf_sign

JSON = {"Content-Type": "application/json"}
BASIC = {"Authorization": "Basic " + base64.b64encode(b"demo-key:").decode()}
TEXTS = ("null", "0", '""', "[]", "{}", "[[]]", "[null]", "{", "\ufffd", "[" * 2000, '"\\ud800"', "签" * 50)
VALUES = (None, 0, 1.5, True, "", "x", "签", [], [None], {}, {"a": {}}, "9" * 5000, -1, "\ud800")
# What each service reads out of its JSON.
NAMES = {
    "track17": ("number", "carrier", "carrier_old", "carrier_new", "tag", "items", "page_no"),
    "aftership": ("tracking_number", "slug", "tracking"),
    "easypost": ("tracking_code", "carrier", "tracking_codes"),
    "kdniao": ("ShipperCode", "LogisticCode", "CustomerName", "Sort", "Callback"),
    "sf": ("trackingNumber", "checkPhoneNo", "searchNo"),
    "kuaidi100": ("com", "num", "resultv2", "phone", "order", "company", "number", "parameters", "key"),
}
GOOD = {
    "number": "YT000001",
    "tracking_number": "YT000001",
    "tracking_code": "YT000001",
    "ShipperCode": "YTO",
    "LogisticCode": "YT000001",
    "trackingNumber": ["YT000001"],
    "com": "yuantong",
    "num": "YT000001",
    "company": "yuantong",
    "key": "demo-key",
    "parameters": {"callbackurl": "http://127.0.0.1:1/", "salt": "x"},
}


def calls(name, text):
    """Yield the calls to a service that carry this JSON text, each with the right signature."""
    if name == "track17":
        verbs = (
            "register",
            "gettrackinfo",
            "gettracklist",
            "changecarrier",
            "changeinfo",
            "stoptrack",
            "retrack",
        )
        for verb in verbs:
            body = text if verb == "gettracklist" else f"[{text}]"
            yield "POST", f"/track/v2.2/{verb}", body, {"17token": "demo-key", **JSON}
    elif name == "aftership":
        yield "POST", "/tracking/2025-01/trackings", text, {"as-api-key": "demo-key", **JSON}
        yield "POST", "/tracking/2025-01/couriers/detect", text, {"as-api-key": "demo-key", **JSON}
    elif name == "easypost":
        yield "POST", "/v2/trackers", f'{{"tracker": {text}}}', {**BASIC, **JSON}
        yield "POST", "/v2/trackers/batch", text, {**BASIC, **JSON}
    else:
        yield from forms(name, text)


def forms(name, text):
    if name == "kdniao":
        for path, kind in (("/Ebusiness/EbusinessOrderHandle.aspx", "8001"), ("/api/dist", "8008")):
            fields = {"RequestData": text, "EBusinessID": "DEMO", "RequestType": kind, "DataType": "2"}
            yield path, {**fields, "DataSign": kdniao_sign(text, "demo-key")}
    elif name == "sf":
        for service in ("EXP_RECE_SEARCH_ROUTES", "EXP_RECE_REGISTER_ROUTE", "EXP_RECE_SEARCH_PROMITM"):
            fields = {"partnerID": "DEMO", "requestID": str(uuid.uuid4()), "serviceCode": service}
            digest = sf_sign(text, "1", "demo-key")
            yield "/std/service", {**fields, "timestamp": "1", "msgDigest": digest, "msgData": text}
    else:
        sign = kuaidi100_sign(f"{text}demo-keyDEMO")
        yield "/poll/query.do", {"customer": "DEMO", "param": text, "sign": sign}
        yield "/poll", {"schema": "json", "param": text}


def send(shop, call):
    shop.clock.wait(1)
    answer = shop.form(*call) if len(call) == 2 else shop.call(call[0], call[1], call[2].encode(), call[3])
    assert answer.status < 500, call
    return answer


@pytest.mark.parametrize("name", NAMES)
def test_any_value_is_answered(name):
    texts = [*TEXTS, *(json.dumps({**GOOD, key: value}) for key in NAMES[name] for value in VALUES)]
    with carrier() as shop:
        for text in texts:
            for call in calls(name, text):
                send(shop, call)


@pytest.mark.parametrize(
    "path",
    [
        "/generic/parcels/%00",
        "/generic/parcels/a/b/c",
        "/generic/",
        "//[",
        "/track/shipments?trackingNumber=%ff",
        "/track/shipments/more",
        "/tracking/2025-01/trackings?limit=99999999999999999999&cursor=x",
        "/tracking/2025-01/trackings?limit=-1",
        "/v2/trackers?page_size=x&before_id=x",
        "/v2/trackers/a/b",
        "/poll/other",
        "/std/service",
        "/api/dist",
        "/track/v2.2/",
        "/control/",
    ],
)
def test_any_address_is_answered(path):
    keys = {"DHL-API-Key": "demo-key", "as-api-key": "demo-key", "17token": "demo-key"}
    with carrier() as shop:
        for headers in ({}, {**keys, **BASIC}, {**keys, "Authorization": "Bearer demo-key"}):
            shop.clock.wait(1)
            assert shop.call("GET", path, None, headers).status < 500
            assert shop.call("POST", path, b"{}", {**headers, "Content-Type": FORM}).status < 500
