"""Two parcels as SF tells of them, and how the tests ask for them."""

import json
from datetime import datetime, timezone

from engine.tracking import Account, Waybill
from engine.tracking.providers.sf import Sf
from tracking_http import Http

ACCOUNT = Account("SLKJ2019", "checkword")
NUMBER = "SF7444400031887"
OTHER = "SF1011603494291"
WAYBILLS = (Waybill(NUMBER, "SF", "13800138000"), Waybill(OTHER, "SF", "0571-87654321"))
CLOCK = datetime(2026, 3, 17, 1, tzinfo=timezone.utc)
SF = Sf(lambda: CLOCK, lambda: "7c0f1f9e-0000-4000-8000-000000000001")
ROUTES = [
    {
        "acceptTime": "2026-03-16 09:00:00",
        "acceptAddress": "深圳市",
        "remark": "顺丰速运 已收取快件",
        "opCode": "50",
        "firstStatusCode": "1",
        "firstStatusName": "已揽收",
        "secondaryStatusCode": "101",
        "secondaryStatusName": "已揽收",
    },
    {
        "acceptTime": "2026-03-17 08:30:00",
        "acceptAddress": "杭州市",
        "remark": "正在派送途中",
        "opCode": "44",
        "firstStatusCode": "2",
        "secondaryStatusCode": "201",
    },
]


def reply(*resps, **business):
    inner = {"success": True, "errorCode": "S0000", "errorMsg": None, "msgData": {"routeResps": list(resps)}}
    return outer(inner | business)


def outer(inner, **values):
    text = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
    return {
        "apiErrorMsg": "",
        "apiResponseID": "0001",
        "apiResultCode": "A1000",
        "apiResultData": text,
    } | values


def resp(number=NUMBER, routes=ROUTES, **values):
    return {"mailNo": number, "routes": routes, **values}


def ask(*args, account=ACCOUNT, waybills=WAYBILLS[:1], **kwargs):
    http = Http(*args, **kwargs)
    return SF.query(account, waybills, http), http


def scan(account=ACCOUNT, **codes):
    row = {"acceptTime": "2026-03-17 09:00:00", "remark": "", **codes}
    ((answer,), _http) = ask(reply(resp(routes=[row])), account=account)
    (event,) = answer.events
    return event


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)
