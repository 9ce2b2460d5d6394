"""A parcel as kdniao tells of it, and how the tests ask for it."""

from datetime import datetime, timezone

from engine.tracking import Account, Waybill, provider
from tracking_http import Http

ACCOUNT = Account("1237100", "APIKEY")
NUMBER = "12345678"
WAYBILL = Waybill(NUMBER, "YTO", "13800138000")
KDNIAO = provider("kdniao")
TRACES = [
    {"AcceptTime": "2026-03-16 09:00:00", "AcceptStation": "已揽收", "Location": "上海市", "Action": "1"},
    {
        "AcceptTime": "2026-03-17 00:10:00",
        "AcceptStation": "派件中",
        "Location": "杭州市",
        "Action": "202",
        "Remark": "电话",
    },
    {"AcceptTime": "2026-03-17 18:30:00", "AcceptStation": "已签收", "Location": "", "Action": "301"},
]
OK = {
    "EBusinessID": "1237100",
    "OrderCode": "",
    "ShipperCode": "YTO",
    "LogisticCode": NUMBER,
    "Success": True,
    "Reason": "",
    "State": "3",
    "StateEx": "301",
    "Location": "杭州市",
    "EstimatedDeliveryTime": "2026-03-17",
    "Traces": TRACES,
}
NONE = {
    **OK,
    "Success": False,
    "Reason": "暂无轨迹信息",
    "State": "0",
    "StateEx": "0",
    "EstimatedDeliveryTime": None,
    "Traces": [],
}


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def ask(*args, account=ACCOUNT, waybill=WAYBILL, **kwargs):
    http = Http(*args, **kwargs)
    (answer,) = KDNIAO.query(account, [waybill], http)
    return answer, http


def tell(*args, account=ACCOUNT, waybill=WAYBILL, **kwargs):
    http = Http(*args, **kwargs)
    (answer,) = KDNIAO.subscribe(account, [waybill], "https://shop.example.com/x", http)
    return answer, http
