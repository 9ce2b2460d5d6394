"""kuaidi100's calls to us: https://api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc (推送).

A call's salt belongs to one waybill, so one that becomes known opens no other.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..canonical import split_numbers
from ..provider import json_object
from ..reading import mapping, text
from ..signing import check_signature
from ..values import Account, Answer, Call, Forged, Malformed, Pushed

TAKEN = '{"result":true,"returnCode":"200","message":"成功"}'
NOT_TAKEN = '{"result":false,"returnCode":"500","message":"失败"}'


def salt(secret: str, number: str) -> str:
    """Return what calls about one waybill are signed with."""
    return hmac.new(secret.encode(), number.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def sign(param: str, own: str) -> str:
    """Return the signature of a call's ``param`` with the salt of its waybill."""
    signed = f"{param}{own}".encode("utf-8", "replace")
    # Prescribed by the provider.
    return hashlib.md5(signed, usedforsecurity=False).hexdigest().upper()


def check(account: Account, call: Call) -> None:
    """Raise Forged or Malformed for a call that is not to be read."""
    param, given = call.form.get("param", ""), call.form.get("sign", "")
    if not param:
        raise Malformed("no param")
    number = _number(_result(json_object(param) or {}))
    if not number:
        # Without it there is no salt; even an empty one would give a signature that looks right.
        raise Forged("no number")
    check_signature(given.upper(), sign(param, salt(account.secret, number)), account.secret)


def pushed(call: Call, read) -> tuple[Pushed, ...]:
    """Return what a call says; ``read`` reads the part that has the shape of a query's reply."""
    raw = call.form.get("param", "")
    param = json_object(raw)
    result = _result(param or {})
    number = _number(result)
    if param is None or not number:
        raise Malformed("no JSON object with lastResult.nu")
    better = text(param.get("comNew"), 64)
    carrier = (text(param.get("comOld"), 64) if better else "") or text(result.get("com"), 64)
    answer = _answer(param, read(result, number, raw))
    return (Pushed(number, carrier, replace(answer, carrier=better)),)


def _answer(param: Mapping[str, Any], answer: Answer) -> Answer:
    """Return the answer with what the call says of the following itself."""
    status = text(param.get("status"), 16).lower()
    message = text(param.get("message")) or answer.message
    # Whoever calls is not down, whatever code the result has.
    health = "not_found" if answer.health == "provider_down" else answer.health
    if status == "abort" and not text(param.get("comNew")):
        # Given up after 3 days without any news of the number, or 60 days without a new one.
        health = "expired" if answer.events or "60" in message else "not_found"
        return replace(answer, health=health, stopped=True, message=message)
    # An abort that names a better carrier: they follow on by themselves, and telling them is a second charge.
    return replace(answer, health=health, stopped=status == "shutdown", message=message)


def _result(param: Mapping[str, Any]) -> dict[str, Any]:
    return mapping(param.get("lastResult"))


def _number(result: Mapping[str, Any]) -> str:
    return "".join(split_numbers(text(result.get("nu"), 64))[:1])
