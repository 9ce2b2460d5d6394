"""Addresses of accounts: what is refused, and what counts as one's own network."""

import pytest
from engine.tracking import fault, is_local


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://poll.kuaidi100.com", ""),
        ("https://gateway.example/track/", ""),
        ("http://127.0.0.1:8071", ""),
        ("http://localhost:8071", ""),
        ("http://[::1]:8071", ""),
        ("http://10.0.0.7", ""),
        ("http://192.168.1.5:80/x", ""),
        ("http://poll.kuaidi100.com", "plain"),
        ("http://8.8.8.8", "plain"),
        ("https://me:secret@host", "login"),
        ("https://me@host", "login"),
        ("https://host/?a=1", "extra"),
        ("https://host/#a", "extra"),
        ("", "malformed"),
        ("host", "malformed"),
        ("https://", "malformed"),
        ("file:///etc/hostname", "malformed"),
        ("ftp://host", "malformed"),
        ("https://host:99999", "malformed"),
        ("https://[::1", "malformed"),
        ("https://ho st", "malformed"),
        ("https://host/\nX-Header: 1", "malformed"),
    ],
)
def test_fault(url, expected):
    assert fault(url) == expected


@pytest.mark.parametrize(
    "url", ["", "https://localhost.example", "https://127.0.0.1.example", "https://8.8.8.8", "https://[::1"]
)
def test_not_local(url):
    assert not is_local(url)
