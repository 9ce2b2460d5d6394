"""Addresses that an account may be pointed to."""

import ipaddress
from urllib.parse import urlsplit


def fault(url: str) -> str:
    """Return what is wrong with an account's address: malformed, login, extra or plain; '' when nothing is.

    ``login``: a user or password in it; ``extra``: a query or fragment, which would end up inside the path;
    ``plain``: HTTP without encryption to a host outside, where the signature could be read on the way.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "malformed"
    if parts.scheme not in ("http", "https") or not host or any(sign.isspace() for sign in url):
        return "malformed"
    if parts.username is not None or parts.password is not None:
        return "login"
    if parts.query or parts.fragment:
        return "extra"
    return "plain" if parts.scheme == "http" and not is_local(url) else ""


def is_local(url: str) -> bool:
    """Say whether an address names this machine or one of a private network."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_private
    except ValueError:
        return False
