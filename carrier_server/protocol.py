"""kuaidi100's real-time query from the provider's side: checks a form, writes the reply."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .parcels import Parcels, Scan

PHONE_CARRIERS = frozenset({"shunfeng", "shunfengkuaiyun", "zhongtong"})
BROKEN_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
MESSAGES = {
    "400": "提交的数据不完整,或者贵公司没授权",
    "408": "验证码错误:请输入正确的手机号后四位",
    "500": "查询无结果,请隔段时间再查",
    "502": "服务器繁忙,请稍后再查",
    "503": "验证签名失败",
    "600": "您不是合法的订阅者(即授权Key出错)",
}


@dataclass(frozen=True)
class Shop:
    """The one customer of this carrier; ``lock_seconds`` is how long a number is locked after a query."""

    customer: str = "DEMO"
    key: str = "demo-key"
    lock_seconds: float = 0


class Refused(Exception):
    """A query that gets the error shape; its text is the return code."""


def answer(form: Mapping[str, str], shop: Shop, parcels: Parcels) -> str:
    """Return the body for a posted form: JSON of either shape, or the page of a broken front server."""
    try:
        param = _checked(form, shop)
        number = param["num"]
        if number.startswith("BROKEN"):
            return BROKEN_PAGE
        if number.startswith("BAD"):
            raise Refused("500")
        if shop.lock_seconds and parcels.asked_within(number, shop.lock_seconds):
            # The code of a locked number is not documented; "busy" is the one that asks for patience.
            raise Refused("502")
        return _json(_result(param, parcels.scans(number)))
    except Refused as refused:
        return error(str(refused))


def error(code: str) -> str:
    """Return the body of a failed query, whose shape is not that of a successful one."""
    return _json({"result": False, "returnCode": code, "message": MESSAGES[code]})


def _checked(form: Mapping[str, str], shop: Shop) -> dict[str, str]:
    """Return the query's parameters as texts, or refuse it."""
    text, customer = form.get("param", ""), form.get("customer", "")
    if not text or not customer:
        raise Refused("400")
    if customer != shop.customer:
        raise Refused("600")
    expected = hashlib.md5(f"{text}{shop.key}{customer}".encode(), usedforsecurity=False).hexdigest().upper()
    if not hmac.compare_digest(expected.encode(), form.get("sign", "").encode()):
        raise Refused("503")
    param = _param(text)
    if (
        not param.get("com")
        or param["com"] != param["com"].lower()
        or not 6 <= len(param.get("num", "")) <= 32
    ):
        raise Refused("400")
    if param["com"] in PHONE_CARRIERS and len(param.get("phone", "")) < 4:
        raise Refused("408")
    return param


def _param(text: str) -> dict[str, str]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("400") from None
    if not isinstance(values, dict):
        raise Refused("400")
    return {name: str(value) for name, value in values.items() if value is not None}


def _result(param: Mapping[str, str], scans: list[Scan]) -> dict[str, Any]:
    level = param.get("resultv2", "")
    last = scans[-1].step
    rows = [_row(scan, level) for scan in scans]
    return {
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


def _row(scan: Scan, level: str) -> dict[str, str | None]:
    moment = scan.at.strftime("%Y-%m-%d %H:%M:%S")
    advanced = level in ("4", "8")
    name = scan.step.name if advanced else scan.step.main_name
    return {
        "time": moment,
        "context": scan.step.text,
        "ftime": moment,
        "areaCode": None,
        "areaName": scan.step.area if level else None,
        "status": name if level else None,
        "location": "",
        "areaCenter": None,
        "areaPinYin": None,
        "statusCode": scan.step.advanced if advanced else None,
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
