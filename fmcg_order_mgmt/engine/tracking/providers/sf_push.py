"""SF's calls to us (RoutePushService), as JSON or as a form with XML, whichever its console was set to."""

import json
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from ..provider import json_object
from ..reading import mapping, rows, text
from ..values import Call, Malformed

JSON_TAKEN = '{"return_code":"0000","return_msg":"成功"}'
JSON_NOT_TAKEN = '{"return_code":"1000","return_msg":"失败"}'
XML_TAKEN = '<Response service="RoutePushService"><Head>OK</Head></Response>'
XML_NOT_TAKEN = (
    '<Response service="RoutePushService"><Head>ERR</Head>'
    '<ERROR code="4001">系统发生数据错误或运行时异常</ERROR></Response>'
)
# Nothing that SF sends declares anything; what does is made to blow up the one who reads it.
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY")


def words(call: Call) -> str:
    """Return the text of a call in either form; raises Malformed when it has none."""
    found = call.form.get("content", "") or call.body.decode("utf-8", "replace")
    if found[:3].upper() == "%3C":
        found = urllib.parse.unquote_plus(found)  # encoded twice
    found = found.lstrip("\ufeff \r\n\t")
    if not found:
        raise Malformed("neither content nor a body")
    return found


def routes(found: str) -> list[Mapping[str, Any]]:
    """Return the scans in a call's text; raises Malformed."""
    return _of_xml(found) if found.startswith("<") else _of_json(found)


def _of_json(found: str) -> list[Mapping[str, Any]]:
    payload = json_object(found)
    if payload is None:
        raise Malformed("not a JSON object")
    listed = mapping(payload.get("Body", payload)).get("WaybillRoute")
    if not isinstance(listed, (list, dict)):
        raise Malformed("no WaybillRoute")
    return rows([listed] if isinstance(listed, dict) else listed, None)


def _of_xml(found: str) -> list[Mapping[str, Any]]:
    if any(word in found.upper() for word in _FORBIDDEN):
        raise Malformed("XML with declarations")
    try:
        # Text, not bytes: what the document says of its encoding no longer matters.
        root = ET.fromstring(found)
    except (ET.ParseError, ValueError) as error:
        raise Malformed("not XML") from error
    listed = [dict(route.attrib) for route in root.iter("WaybillRoute")]
    if not listed:
        raise Malformed("no WaybillRoute")
    return listed


def by_number(listed: list[Mapping[str, Any]], number) -> dict[str, list[Mapping[str, Any]]]:
    """Return the scans of each waybill; ``number`` reads one, and scans without are left out."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for route in listed:
        own = number(route.get("mailno") or route.get("mailNo"))
        if own:
            found.setdefault(own, []).append(route)
    return found


def shown(listed: list[Mapping[str, Any]]) -> str:
    """Return scans as JSON, to be kept as the raw text."""
    return json.dumps([{name: text(value) for name, value in row.items()} for row in listed])
