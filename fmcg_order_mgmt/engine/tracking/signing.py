"""What the calls to us of several providers have in common: a signature, and JSON."""

import hmac
from collections.abc import Mapping
from typing import Any

from .provider import json_object
from .values import Call, Forged, Malformed


def check_signature(given: str, expected: str, secret: str) -> None:
    """Raise Forged unless the given signature is the expected one and there is a secret to sign with.

    An empty secret would make anybody's signature right.
    """
    # As bytes, since comparing texts in constant time refuses what is not ASCII.
    if not secret or not hmac.compare_digest(given.strip().encode("utf-8", "replace"), expected.encode()):
        raise Forged("the signature is missing or wrong")


def json_body(call: Call) -> tuple[Mapping[str, Any], str]:
    """Return the JSON object that a call brings, and its text; raises Malformed."""
    body = call.body.decode("utf-8", "replace")
    payload = json_object(body)
    if payload is None:
        raise Malformed("not a JSON object")
    return payload, body
