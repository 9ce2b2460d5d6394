"""kuaidi100 (快递100): real-time query, subscription and push, from the provider's side."""

import datetime as dt
import hashlib
import hmac
import urllib.parse
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..outbox import News, Watch, is_loopback
from ..parcels import Scan
from ..protocol import Protocol
from ..wire import FORM, Message, Reply, Request, parsed, reply, written

PHONE_CARRIERS = frozenset({"shunfeng", "shunfengkuaiyun", "zhongtong"})
MESSAGES = {
    "200": "提交成功",
    "400": "提交的数据不完整,或者贵公司没授权",
    "408": "验证码错误:请输入正确的手机号后四位",
    "500": "查询无结果,请隔段时间再查",
    "501": "重复订阅",
    "502": "服务器繁忙,请稍后再查",
    "503": "验证签名失败",
    "600": "您不是合法的订阅者(即授权Key出错)",
    "700": "订阅方的订阅数据存在错误",
    "702": "无法识别快递公司",
}
REST = 30 * 60
MOST_SUBSCRIPTIONS = 4
NOTHING = dt.timedelta(days=3)
NO_CHANGE = dt.timedelta(days=60)
# The carrier that has the parcels beginning with WRONG.
RIGHT_CARRIER = "zhongtong"


class Code(NamedTuple):
    """Main status and its name, advanced status and its name."""

    main: str
    main_name: str
    advanced: str
    name: str


class Refused(Exception):
    """A call that gets the error shape; its text is the return code."""


class Kuaidi100(Protocol):
    """Query and subscription; a locked number answers "busy", whose real code is not documented."""

    code = "kuaidi100"
    paths = ("/poll",)
    retries = (REST, REST, REST)
    codes = {
        "info": Code("1", "揽收", "101", "已下单"),
        "picked_up": Code("1", "揽收", "103", "已揽收"),
        "transit": Code("0", "在途", "1002", "干线"),
        "arrived": Code("0", "在途", "1001", "到达派件城市"),
        "customs": Code("8", "清关", "11", "清关中"),
        "customs_held": Code("8", "清关", "13", "清关异常"),
        "customs_cleared": Code("8", "清关", "12", "已清关"),
        "out": Code("5", "派件", "5", "派件"),
        "not_home": Code("2", "疑难", "206", "无法联系"),
        "locker": Code("5", "派件", "501", "投柜或驿站"),
        "refused": Code("2", "疑难", "203", "拒收"),
        "damaged": Code("2", "疑难", "209", "破损"),
        "returning": Code("6", "退回", "6", "退回"),
        "returned": Code("4", "退签", "4", "退签"),
        "signed": Code("3", "签收", "301", "本人签收"),
        "collected": Code("3", "签收", "304", "投柜或站签收"),
        # There is no code for it.
        "lost": Code("2", "疑难", "2", "疑难"),
    }

    def __init__(self, depot):
        super().__init__(depot)
        self._subscribed: dict[tuple[str, str, str], int] = {}

    def answer(self, request: Request) -> Reply:
        calls = {"/poll/query.do": self._query, "/poll": self._subscribe}
        call = calls.get(request.path)
        if call is None or request.method != "POST":
            # What the provider says to anything but a POST.
            return reply(failure("500"), 404 if call is None else 200)
        try:
            return reply(call(request.form()))
        except Refused as refused:
            self.count(f"refused:{refused}")
            return reply(failure(str(refused)))

    def reset(self):
        self._subscribed.clear()

    def _query(self, form: Mapping[str, str]) -> dict[str, Any]:
        param = self._signed(form)
        number = param["num"]
        scans = self.scans(number)
        if not self.depot.parcels.journey(number).steps:
            raise Refused("500")
        self.too_soon("too_soon", number, REST)
        lock = self.depot.shop.lock_seconds
        if lock and self.depot.limits.soon(f"{self.code} lock {number}", lock):
            self.count("limit:locked")
            raise Refused("502")
        if not scans:
            raise Refused("500")
        return self._result(param, scans)

    def _signed(self, form: Mapping[str, str]) -> dict[str, str]:
        """Return the query's parameters as texts, or refuse it."""
        text, customer = form.get("param", ""), form.get("customer", "")
        if not text or not customer:
            raise Refused("400")
        if customer != self.login.customer:
            raise Refused("600")
        expected = signature(f"{text}{self.login.key}{customer}")
        if not hmac.compare_digest(expected.encode(), form.get("sign", "").encode()):
            raise Refused("503")
        param = texts(text, "400")
        carrier = param.get("com", "")
        if not carrier or carrier != carrier.lower() or not 6 <= len(param.get("num", "")) <= 32:
            raise Refused("400")
        if carrier in PHONE_CARRIERS and len(param.get("phone", "")) < 4:
            raise Refused("408")
        if param.get("resultv2") == "8" and not param.get("to"):
            raise Refused("400")
        return param

    def _result(self, param: Mapping[str, str], scans: list[Scan]) -> dict[str, Any]:
        level = param.get("resultv2", "")
        last = self.codes[scans[-1].step.kind]
        rows = [self._row(scan, level) for scan in scans]
        result = {
            "message": "ok",
            "nu": param["num"],
            "ischeck": "1" if last.main == "3" else "0",
            "com": param["com"],
            "status": "200",
            # From level 4 on, kuaidi100 puts the advanced code here too.
            "state": last.advanced if level in ("4", "8") else last.main,
            "condition": "F00",
            "data": rows if param.get("order") == "asc" else rows[::-1],
            "loop": False,
        }
        expected = self.depot.parcels.expected(param["num"]) if level == "8" else None
        if expected:
            result["arrivalTime"] = self.local(expected).strftime("%Y-%m-%d %H")
            result["isLoop"] = False
        return result

    def _row(self, scan: Scan, level: str) -> dict[str, str | None]:
        moment = f"{self.local(scan.at):%Y-%m-%d %H:%M:%S}"
        code, advanced = self.codes[scan.step.kind], level in ("4", "8")
        name = code.name if advanced else code.main_name
        return {
            "time": moment,
            "context": scan.step.text,
            "ftime": moment,
            "areaCode": None,
            "areaName": scan.step.place if level else None,
            "status": name if level else None,
            "location": "",
            "areaCenter": None,
            "areaPinYin": None,
            "statusCode": code.advanced if advanced else None,
        }

    def _subscribe(self, form: Mapping[str, str]) -> dict[str, Any]:
        param = texts(form.get("param", ""), "700")
        wishes = parsed(form.get("param", "")).get("parameters")
        if not hmac.compare_digest(param.get("key", "").encode(), self.login.key.encode()):
            raise Refused("600")
        carrier, number = param.get("company", ""), param.get("number", "")
        if form.get("schema") != "json" or not 6 <= len(number) <= 32 or not isinstance(wishes, dict):
            raise Refused("700")
        if not carrier:
            raise Refused("702" if str(wishes.get("autoCom")) == "1" else "700")
        if not is_loopback(str(wishes.get("callbackurl"))):
            raise Refused("700")
        if carrier in PHONE_CARRIERS and len(str(wishes.get("phone") or "")) < 4:
            raise Refused("408")
        self._once(carrier, number)
        salt = wishes.get("salt")
        self.depot.outbox.watch(
            self.code,
            number,
            carrier,
            url=wishes["callbackurl"],
            salt=None if salt is None else str(salt),
            resultv2=str(wishes.get("resultv2") or ""),
        )
        return {"result": True, "returnCode": "200", "message": MESSAGES["200"]}

    def _once(self, carrier: str, number: str):
        """Note a subscription, or refuse it: one at a time, and four a month."""
        watch = self.depot.outbox.watched(self.code, number)
        name = (f"{self.now():%Y-%m}", carrier, number)
        if watch and watch.carrier == carrier and not watch.over:
            raise Refused("501")
        if self._subscribed.get(name, 0) >= MOST_SUBSCRIPTIONS:
            self.count("limit:subscriptions")
            raise Refused("501")
        self._subscribed[name] = self._subscribed.get(name, 0) + 1

    def ends_at(self, watch: Watch, scans: list[Scan]) -> dt.datetime | None:
        if watch.number.startswith("WRONG"):
            return watch.since
        return scans[-1].at + NO_CHANGE if scans else watch.since + NOTHING

    def ends_with(self, scans: list[Scan]) -> bool:
        # What happens after a signature is never pushed, a return for instance.
        return self.codes[scans[-1].step.kind].main in ("3", "4")

    def compose(self, news: list[News]) -> list[Message]:
        return [self._push(each) for each in news]

    def _push(self, news: News) -> Message:
        watch = news.watch
        text = written(self._told(news))
        fields = {"param": text}
        salt = watch.extra["salt"] if "salt" in watch.extra else self.depot.secret(self.code)
        if salt is not None:
            fields["sign"] = signature(text + salt)
        body = urllib.parse.urlencode(fields).encode()
        headers = {"Content-Type": f"{FORM}; charset=UTF-8", **self.depot.webhook(self.code).headers}
        return Message(self.depot.address(watch), body, headers)

    def _told(self, news: News) -> dict[str, Any]:
        watch, wrong = news.watch, news.watch.number.startswith("WRONG")
        status, message = "polling", ""
        if not news.fresh:
            status = "abort"
            message = f"{NO_CHANGE.days}天无变化" if news.scans else f"{NOTHING.days}天查询无记录"
        elif watch.over:
            status = "shutdown"
        param = {"com": watch.carrier, "num": watch.number, "resultv2": watch.extra.get("resultv2", "")}
        nothing = {"message": message, "nu": watch.number, "ischeck": "0", "com": watch.carrier, "data": []}
        return {
            "status": status,
            "billstatus": "check" if status == "shutdown" else "got",
            "message": message,
            "autoCheck": "1" if wrong else "0",
            "comOld": watch.carrier if wrong else "",
            "comNew": RIGHT_CARRIER if wrong else "",
            "lastResult": self._result(param, news.scans) if news.scans else {**nothing, "status": "201"},
        }

    def acknowledged(self, status: int, body: bytes) -> bool:
        answer = parsed(body) if status == 200 else None
        return isinstance(answer, dict) and answer.get("result") is True and answer.get("returnCode") == "200"


def failure(code: str) -> dict[str, Any]:
    """Return what a failed call gets, whose shape is not that of a successful one."""
    return {"result": False, "returnCode": code, "message": MESSAGES[code]}


def signature(text: str) -> str:
    """Return kuaidi100's signature of a text with its secret in it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def texts(text: str, refusal: str) -> dict[str, str]:
    """Return the values of a JSON object as texts, or refuse it with this code."""
    values = parsed(text)
    if not isinstance(values, dict):
        raise Refused(refusal)
    return {name: str(value) for name, value in values.items() if value is not None}
