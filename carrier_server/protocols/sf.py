"""SF Express (顺丰丰桥): route query, registration and route push, from the carrier's side."""

import base64
import datetime as dt
import hashlib
import hmac
import urllib.parse
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..outbox import News
from ..parcels import Scan
from ..protocol import Protocol
from ..wire import FORM, JSON, Message, Reply, Request, parsed, reply, written

MOST_NUMBERS = 10
PER_SECOND = 30
PER_DAY = 3000
MONTHS = dt.timedelta(days=90)
ERRORS = {
    "A1001": "必传参数不可为空",
    "A1004": "无对应服务权限",
    "A1005": "流量受控",
    "A1006": "数字签名无效",
    "A1007": "重复请求",
}


class Code(NamedTuple):
    """Operation, first and secondary status with their names, and the reason if any."""

    op: str
    first: str
    first_name: str
    second: str
    second_name: str
    reason: str = ""


class Refused(Exception):
    """A call that the platform refuses: the code, and more than its usual text."""


class Sf(Protocol):
    """All calls go to one address; the answer's data is JSON as a text within JSON.

    A number that begins with OTHER is somebody else's parcel, which only its phone's last digits show.
    """

    code = "sf"
    paths = ("/std/service",)
    # The whole batch comes again; how often is not documented.
    retries = (600, 600, 600, 600, 600)
    batch = MOST_NUMBERS
    duplicates = 0.75
    watching = True
    # Nothing is scanned before SF has the parcel; returns have no status, only an operation.
    codes = {
        "info": None,
        "picked_up": Code("50", "1", "已揽收", "101", "已揽收"),
        "transit": Code("30", "2", "运送中", "201", "运送中"),
        "arrived": Code("31", "2", "运送中", "201", "运送中"),
        "customs": Code("36", "2", "运送中", "205", "清关中"),
        "customs_held": Code("33", "2", "运送中", "205", "清关中"),
        "customs_cleared": Code("36", "2", "运送中", "204", "已清关"),
        "out": Code("44", "3", "派送中", "301", "派送中"),
        "not_home": Code("70", "13", "待再次派送", "1301", "待再次派送"),
        "locker": Code("125", "11", "待取件", "1101", "待取件"),
        "refused": Code("70", "13", "待再次派送", "1301", "待再次派送", "83"),
        "damaged": Code("126", "-", "-", "-", "-"),
        "returning": Code("99", "-", "-", "-", "-", "2"),
        "returned": Code("80", "4", "已签收", "401", "已签收"),
        "signed": Code("80", "4", "已签收", "401", "已签收"),
        "collected": Code("80", "4", "已签收", "401", "已签收"),
        "lost": Code("8000", "-", "-", "-", "-", "6"),
    }

    def __init__(self, depot):
        super().__init__(depot)
        self._seen: set[str] = set()

    def answer(self, request: Request) -> Reply:
        services = {
            "EXP_RECE_SEARCH_ROUTES": self._routes,
            "EXP_RECE_REGISTER_ROUTE": self._register,
            "EXP_RECE_SEARCH_PROMITM": self._promised,
        }
        form = request.form()
        try:
            self._checked(form)
            service = form["serviceCode"]
            if service not in services:
                raise Refused("A1004")
            if self.over_rate(f"rate {service}", PER_SECOND):
                raise Refused("A1005")
            if self.over_day(f"day {service}", PER_DAY):
                raise Refused("A1005", "超过当日调用次数")
            data = parsed(form["msgData"])
            answer = services[service](data if isinstance(data, dict) else {})
            return reply(_outer("A1000", "", written(answer)))
        except Refused as refused:
            code, *more = refused.args
            self.count(f"refused:{code}")
            return reply(_outer(code, ",".join([ERRORS[code], *more]), None))

    def reset(self):
        self._seen.clear()

    def _checked(self, form: Mapping[str, str]):
        names = ("partnerID", "requestID", "serviceCode", "timestamp", "msgDigest", "msgData")
        if not all(form.get(name) for name in names):
            raise Refused("A1001")
        if form["partnerID"] != self.login.customer:
            raise Refused("A1004")
        expected = signature(form["msgData"], form["timestamp"], self.login.key)
        if not hmac.compare_digest(expected.encode(), form["msgDigest"].encode()):
            raise Refused("A1006")
        if form["requestID"] in self._seen:
            raise Refused("A1007")
        self._seen.add(form["requestID"])

    def _routes(self, data: Mapping[str, Any]) -> dict[str, Any]:
        numbers = data.get("trackingNumber")
        numbers = [numbers] if isinstance(numbers, str) else numbers
        if not isinstance(numbers, list) or not numbers:
            return _inner("8013", "未传入查询单号")
        if len(numbers) > MOST_NUMBERS:
            return _inner("8003", "查询单号超过最大数量10")
        phones = str(data.get("checkPhoneNo") or "").split(",")
        return _inner("S0000", None, routeResps=[self._route(str(number), phones) for number in numbers])

    def _route(self, number: str, phones: list[str]) -> dict[str, Any]:
        scans = [scan for scan in self.scans(number) if scan.at > self.depot.clock() - MONTHS]
        if number.startswith("OTHER") and not any(len(each) == 4 and each.isdigit() for each in phones):
            refusal = {"reasonCode": "8016", "reasonRemark": "校验手机号不通过"}
            return {"mailNo": number, "routes": [], **refusal}
        return {"mailNo": number, "routes": [self._row(scan) for scan in scans if self.codes[scan.step.kind]]}

    def _row(self, scan: Scan) -> dict[str, str]:
        code = self.codes[scan.step.kind]
        return {
            "acceptTime": f"{self.local(scan.at):%Y-%m-%d %H:%M:%S}",
            "acceptAddress": scan.step.place,
            "remark": scan.step.text,
            "opCode": code.op,
            "firstStatusCode": code.first,
            "firstStatusName": code.first_name,
            "secondaryStatusCode": code.second,
            "secondaryStatusName": code.second_name,
            **({"reasonCode": code.reason} if code.reason else {}),
        }

    def _register(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Watch somebody else's waybill too; what the answer holds beyond success is not documented."""
        numbers = data.get("trackingNumber") or data.get("attributeNo")
        numbers = [numbers] if isinstance(numbers, str) else numbers
        if not isinstance(numbers, list):
            return _inner("8013", "未传入单号")
        for number in numbers:
            self.depot.outbox.watch(self.code, str(number))
        return _inner("S0000", None)

    def _promised(self, data: Mapping[str, Any]) -> dict[str, Any]:
        number = str(data.get("searchNo") or "")
        expected = self.depot.parcels.expected(number)
        if not self.scans(number) or not expected:
            return _inner("8018", "未查询到运单")
        text = f"{self.local(expected):%Y-%m-%d %H:%M:%S}"
        return _inner("S0000", None, searchNo=number, promiseTm=text)

    def compose(self, news: list[News]) -> list[Message]:
        """Write the new scans alone, ten at most in one push; nothing is signed."""
        rows = [
            {**self._row(scan), "mailno": each.watch.number, "orderid": f"SO-{each.watch.number}"}
            for each in news
            for scan in each.fresh
            if self.codes[scan.step.kind]
        ]
        for row in rows:
            for name in ("firstStatusCode", "firstStatusName", "secondaryStatusCode", "secondaryStatusName"):
                del row[name]
            row["id"] = str(int(hashlib.sha256(written(row).encode()).hexdigest()[:12], 16))
        return [self._push(rows[begin : begin + MOST_NUMBERS]) for begin in range(0, len(rows), MOST_NUMBERS)]

    def _push(self, rows: list[dict[str, str]]) -> Message:
        """Write a push as the shop chose it in the console: JSON, or a form with XML in it."""
        webhook = self.depot.webhook(self.code)
        if webhook.format == "json":
            body, kind = written({"Body": {"WaybillRoute": rows}}), JSON
        else:
            request = ElementTree.Element("Request", service="RoutePushService", lang="zh-CN")
            parent = ElementTree.SubElement(request, "Body")
            for row in rows:
                ElementTree.SubElement(parent, "WaybillRoute", row)
            body = urllib.parse.urlencode({"content": ElementTree.tostring(request, "unicode")})
            kind = FORM
        headers = {"Content-Type": f"{kind};charset=UTF-8", **webhook.headers}
        return Message(webhook.url, body.encode(), headers)

    def acknowledged(self, status: int, body: bytes) -> bool:
        if self.depot.webhook(self.code).format == "xml":
            return status == 200 and b"<Head>OK</Head>" in body
        answer = parsed(body) if status == 200 else None
        return isinstance(answer, dict) and answer.get("return_code") == "0000"


def signature(data: str, timestamp: str, checkword: str) -> str:
    """Return SF's digest, over the text as Java encodes it for an address."""
    text = urllib.parse.quote_plus(f"{data}{timestamp}{checkword}", safe="*").replace("~", "%7E")
    return base64.b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode()


def _outer(code: str, message: str, data: str | None) -> dict[str, Any]:
    result = {"apiErrorMsg": message, "apiResponseID": hashlib.sha256((data or "").encode()).hexdigest()[:32]}
    return {**result, "apiResultCode": code, "apiResultData": data}


def _inner(code: str, message: str | None, **data: Any) -> dict[str, Any]:
    return {"success": code == "S0000", "errorCode": code, "errorMsg": message, "msgData": data or None}
