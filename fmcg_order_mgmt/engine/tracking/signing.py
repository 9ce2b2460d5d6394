"""Comparing the signatures of calls to us."""

import hmac

from .values import Forged


def check_signature(given: str, expected: str, secret: str) -> None:
    """Raise Forged unless the given signature is the expected one and there is a secret to sign with.

    An empty secret would make anybody's signature right.
    """
    # As bytes, since comparing texts in constant time refuses what is not ASCII.
    if not secret or not hmac.compare_digest(given.strip().encode("utf-8", "replace"), expected.encode()):
        raise Forged("the signature is missing or wrong")
