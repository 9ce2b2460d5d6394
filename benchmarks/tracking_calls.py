"""Calls Odoo's server as kuaidi100 does, and a bare route of the same kind, in turn.

``python -m benchmarks.tracking_calls PLAN``: PLAN is the file that ``./dev bench tracking`` writes. Prints
ROWS and JSON.
"""

import datetime as dt
import hashlib
import hmac
import http.client
import json
import os
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import measure

CARRIER, SECRET = "yuantong", "demo-secret"
BARE = "/fmcg_bench/bare"
CLIENTS = 4
REQUESTS = 300
WARM = 100
TURNS = int(os.environ.get("FMCG_TURNS", str(measure.PAIRS)))
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def body(number: str, scans: int, until: dt.datetime) -> str:
    """Return the signed form that tells of a parcel with so many scans, an hour apart."""
    rows = [_row(each, until - dt.timedelta(hours=scans - each)) for each in reversed(range(scans))]
    result = {"message": "ok", "nu": number, "com": CARRIER, "status": "200", "state": "0", "data": rows}
    param = json.dumps({"status": "polling", "message": "", "lastResult": result}, ensure_ascii=False)
    salt = hmac.new(SECRET.encode(), number.encode(), hashlib.sha256).hexdigest()[:32]
    # Prescribed by the provider.
    sign = hashlib.md5(f"{param}{salt}".encode(), usedforsecurity=False).hexdigest().upper()
    return urllib.parse.urlencode({"param": param, "sign": sign})


def _row(place: int, moment: dt.datetime) -> dict:
    code, text = ("1002", "【杭州市】快件已到达杭州转运中心") if place else ("103", "【上海市】快件已被揽收")
    shown = f"{moment:%Y-%m-%d %H:%M:%S}"
    return {"time": shown, "ftime": shown, "context": text, "statusCode": code, "status": text}


def bodies(numbers: list[str], count: int) -> list[str]:
    """Return so many forms, all different: the parcels in turn, each with a scan more than before."""
    until = dt.datetime.now()
    return [body(numbers[each % len(numbers)], each // len(numbers) + 1, until) for each in range(count)]


class Caller:
    """Sends forms to a path by several clients at once; ``mark`` is in each good answer."""

    def __init__(self, port: int, path: str, mark: bytes):
        self._port, self._path, self._mark = port, path, mark

    def send(self, forms: list[str]):
        """Send forms; ValueError unless each is answered as it should be."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(self._send, (forms[place::CLIENTS] for place in range(CLIENTS))))

    def _send(self, forms):
        for form in forms:
            # A service opens a connection for each call.
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            connection.request("POST", self._path, form, HEADERS)
            reply = connection.getresponse()
            said = reply.read()
            connection.close()
            if reply.status != 200 or self._mark not in said:
                raise ValueError(f"{self._path} answered {reply.status}: {said[:200]!r}")


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    forms = bodies(plan["numbers"], WARM + TURNS * REQUESTS)
    own = Caller(plan["port"], plan["path"], b'"returnCode":"200"')
    bare = Caller(plan["port"], BARE, b'"result"')
    began = time.monotonic()
    for caller in (own, bare):
        caller.send(forms[:WARM])

    def part(number):
        return forms[WARM + number * REQUESTS :][:REQUESTS]

    times = measure.pairs(lambda n: own.send(part(n)), lambda n: bare.send(part(n)), TURNS)
    print(f"SAID {2 * len(forms)} calls were answered ({time.monotonic() - began:.0f} s)", flush=True)
    speeds = [(REQUESTS / one, REQUESTS / other) for one, other in times]
    row = measure.compared("calls of a service", speeds, "calls/s", "bare route")
    print("ROWS " + json.dumps([row.as_json()]), flush=True)


if __name__ == "__main__":
    main()
