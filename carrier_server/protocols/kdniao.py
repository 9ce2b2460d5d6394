"""kdniao (快递鸟): instant query, subscription and push, from the provider's side."""

import base64
import datetime as dt
import hashlib
import hmac
import urllib.parse
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..outbox import News
from ..parcels import Scan
from ..protocol import Protocol
from ..wire import FORM, Message, Reply, Request, parsed, reply, written

PATHS = ("/Ebusiness/EbusinessOrderHandle.aspx", "/api/dist")
# Request types, and whether they are paid for: only those answer with the extended state.
QUERIES = {"1002": False, "8001": True}
SUBSCRIPTIONS = {"1008": False, "8008": True}
DAILY = 30_000
SF = "SF"
REASONS = {
    "101": "缺少必要参数",
    "102": "数据验证不通过",
    "104": "用户问题:商户ID不存在",
    "105": "其他错误:没有可用的接口权限",
    "401": "RequestData格式错误",
    "402": "缺少快递单号",
    "403": "快递单号有特殊字符",
    "404": "快递单号长度不符",
    "405": "超过当日查询次数限制",
}


class Code(NamedTuple):
    """State and extended state."""

    state: str
    extended: str


class Refused(Exception):
    """A call that is refused; its text is the code."""


class Kdniao(Protocol):
    """The free and the paid kinds of both calls; times are China's and name no zone."""

    code = "kdniao"
    paths = PATHS
    # Not documented; that there is more than one attempt is assumed.
    retries = (60, 600, 1800)
    batch = 20
    codes = {
        "info": Code("0", "10"),
        "picked_up": Code("1", "1"),
        "transit": Code("2", "204"),
        "arrived": Code("2", "201"),
        "customs": Code("6", "602"),
        "customs_held": Code("6", "604"),
        "customs_cleared": Code("6", "603"),
        "out": Code("2", "202"),
        "not_home": Code("4", "416"),
        "locker": Code("2", "211"),
        "refused": Code("4", "404"),
        "damaged": Code("4", "414"),
        "returning": Code("4", "404"),
        "returned": Code("4", "406"),
        "signed": Code("3", "301"),
        "collected": Code("3", "311"),
        # There is no code for it.
        "lost": Code("4", "4"),
    }

    def answer(self, request: Request) -> Reply:
        if request.method != "POST" or request.path not in PATHS:
            return self._refusal("105")
        form = request.form()
        try:
            kind, data = self._signed(form)
            subscribes = request.path == PATHS[1]
            types = SUBSCRIPTIONS if subscribes else QUERIES
            if kind not in types:
                raise Refused("105")
            carrier, number = self._parcel(data)
            call = self._subscribe if subscribes else self._query
            return reply(call(carrier, number, types[kind], data))
        except Refused as refused:
            self.count(f"refused:{refused}")
            return self._refusal(str(refused))

    def _refusal(self, code: str) -> Reply:
        reason = {"Success": False, "ResultCode": code, "Reason": REASONS[code]}
        return reply({"EBusinessID": self.login.customer, **reason})

    def _signed(self, form: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Return request type and data of a call, or refuse it."""
        names = ("RequestData", "EBusinessID", "RequestType", "DataSign")
        if not all(form.get(name) for name in names) or form.get("DataType") != "2":
            raise Refused("101")
        if form["EBusinessID"] != self.login.customer:
            raise Refused("104")
        expected = signature(form["RequestData"], self.login.key)
        if not hmac.compare_digest(expected.encode(), form["DataSign"].encode()):
            raise Refused("102")
        data = parsed(form["RequestData"])
        if not isinstance(data, dict):
            raise Refused("401")
        return form["RequestType"], data

    def _parcel(self, data: Mapping[str, Any]) -> tuple[str, str]:
        carrier, number = str(data.get("ShipperCode") or ""), str(data.get("LogisticCode") or "")
        if not carrier:
            raise Refused("101")
        if not number:
            raise Refused("402")
        if not (number.isascii() and number.replace("-", "").isalnum()):
            raise Refused("403")
        if not 6 <= len(number) <= 40:
            raise Refused("404")
        phone = str(data.get("CustomerName") or "")
        if carrier == SF and not (len(phone) == 4 and phone.isdigit()):
            raise Refused("101")
        if carrier != SF and phone:
            # Documented as not allowed; what the service does then is not.
            self.count("limit:customer_name")
        return carrier, number

    def _query(self, carrier: str, number: str, paid: bool, data: Mapping[str, Any]) -> dict[str, Any]:
        if self.over_day("daily", DAILY):
            raise Refused("405")
        traces = self._traces(carrier, number, self.scans(number), paid)
        if str(data.get("Sort") or "0") == "1":
            traces["Traces"].reverse()
        return {"EBusinessID": self.login.customer, "OrderCode": str(data.get("OrderCode") or ""), **traces}

    def _traces(self, carrier: str, number: str, scans: list[Scan], paid: bool) -> dict[str, Any]:
        code = self.codes[scans[-1].step.kind] if scans else Code("0", "0")
        return {
            "ShipperCode": carrier,
            "LogisticCode": number,
            # No trace yet is a failure in name only.
            "Success": bool(scans),
            "Reason": "" if scans else "暂无轨迹信息",
            "State": code.state,
            **({"StateEx": code.extended} if paid else {}),
            "Location": scans[-1].step.place if scans else "",
            "Traces": [self._trace(scan, paid) for scan in scans],
        }

    def _trace(self, scan: Scan, paid: bool) -> dict[str, str]:
        more = {"Location": scan.step.place, "Action": self.codes[scan.step.kind].extended} if paid else {}
        return {
            "AcceptTime": f"{self.local(scan.at):%Y-%m-%d %H:%M:%S}",
            "AcceptStation": scan.step.text,
            **more,
            "Remark": "",
        }

    def _subscribe(self, carrier: str, number: str, paid: bool, data: Mapping[str, Any]) -> dict[str, Any]:
        callback = str(data.get("Callback") or "")
        self.depot.outbox.watch(self.code, number, carrier, callback=callback, paid=paid)
        expected = self.depot.parcels.expected(number)
        return {
            "EBusinessID": self.login.customer,
            "UpdateTime": f"{self.now():%Y-%m-%d %H:%M:%S}",
            "Success": True,
            "Reason": "",
            "EstimatedDeliveryTime": f"{self.local(expected):%Y-%m-%d}" if expected else "",
        }

    def ends_with(self, scans: list[Scan]) -> bool:
        return self.codes[scans[-1].step.kind].extended in ("301", "311", "406")

    def compose(self, news: list[News]) -> list[Message]:
        kinds = {"102": True, "101": False}
        parts = {
            kind: [each for each in news if each.watch.extra.get("paid", True) is paid]
            for kind, paid in kinds.items()
        }
        return [self._push(kind, part) for kind, part in parts.items() if part]

    def _push(self, kind: str, news: list[News]) -> Message:
        """Write the traces of several waybills as one push; each is the full list, oldest first."""
        rows = [
            {
                "EBusinessID": self.login.customer,
                "OrderCode": "",
                **self._traces(each.watch.carrier, each.watch.number, each.scans, kind == "102"),
                "Callback": each.watch.extra.get("callback", ""),
            }
            for each in news
        ]
        pushed = f"{self.now():%Y-%m-%d %H:%M:%S}"
        data = written(
            {
                "EBusinessID": self.login.customer,
                "PushTime": pushed,
                "Count": str(len(rows)),
                "Data": rows,
            }
        )
        fields = {"RequestData": data, "DataSign": signature(data, self.login.key), "RequestType": kind}
        webhook = self.depot.webhook(self.code)
        headers = {"Content-Type": f"{FORM}; charset=UTF-8", **webhook.headers}
        return Message(webhook.url, urllib.parse.urlencode(fields).encode(), headers)

    def acknowledged(self, status: int, body: bytes) -> bool:
        answer = parsed(body) if status == 200 else None
        return isinstance(answer, dict) and answer.get("Success") is True and _is_time(answer)


def signature(data: str, key: str) -> str:
    """Return kdniao's signature: base64 of the hex text, not of the digest."""
    digest = hashlib.md5(f"{data}{key}".encode(), usedforsecurity=False).hexdigest()
    return base64.b64encode(digest.encode()).decode()


def _is_time(answer: Mapping[str, Any]) -> bool:
    try:
        dt.datetime.strptime(str(answer.get("UpdateTime")), "%Y-%m-%d %H:%M:%S")
        return bool(answer.get("EBusinessID"))
    except ValueError:
        return False
