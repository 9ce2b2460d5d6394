"""The demo's carrier: kuaidi100's protocol from the other side, and parcels that move."""

import http.client
import json
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from engine.tracking import Account, Waybill, fold, provider
from engine.tracking.http import UrllibClient
from engine.tracking.providers.kuaidi100 import sign

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from carrier_server.__main__ import main  # noqa: E402
from carrier_server.parcels import JOURNEY, SHANGHAI, Parcels  # noqa: E402
from carrier_server.protocol import Shop  # noqa: E402
from carrier_server.server import CarrierServer  # noqa: E402

START = datetime(2026, 3, 17, 9, tzinfo=SHANGHAI)
FORM = "application/x-www-form-urlencoded"
STATES = ["picked_up", "in_transit", "out_for_delivery", "delivered"]


class Clock:
    """A time that tests set."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def serve(clock):
    """Start servers on free ports; the first one's address is what the tests talk to."""
    servers = []

    def start(**shop):
        server = CarrierServer(0, Shop(**shop), Parcels(20, clock))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        servers.append((server, thread))
        return server

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join(5)
        server.server_close()


@pytest.fixture
def server(serve):
    return serve()


def track(server, number, carrier="yuantong", customer="DEMO", key="demo-key", phone="", detail=""):
    account = Account(customer, key, f"http://127.0.0.1:{server.server_port}", detail)
    return provider("kuaidi100").query(account, [Waybill(number, carrier, phone)], UrllibClient())[0]


def send(server, path, body, kind=FORM, method="POST", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path, body, {**({"Content-Type": kind} if kind else {}), **headers})
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, json.loads(text)


def ask(server, param, /, **form):
    """Send a signed query as it is; returns the provider's reply."""
    text = param if isinstance(param, str) else json.dumps(param)
    fields = {"customer": "DEMO", "sign": sign(text, "demo-key", "DEMO"), "param": text, **form}
    return send(server, "/poll/query.do", urlencode(fields))[1]


def advance(server, number, **more):
    return send(server, "/control/advance", json.dumps({"number": number, **more}), "application/json")


def states(answer):
    return [event.state for event in answer.events]


def test_listens_on_this_machine_only(server):
    assert server.server_address[0] == "127.0.0.1"


def test_parcel_moves_with_time(server, clock):
    for step in range(4):
        answer = track(server, "YT000001")
        assert (answer.health, answer.state) == ("ok", STATES[step])
        assert states(answer) == STATES[: step + 1]
        clock.wait(20)
    assert [e.occurred_at for e in answer.events] == [START + timedelta(seconds=20 * n) for n in range(4)]
    assert fold(answer.events).delivered_at == START + timedelta(seconds=60)
    clock.wait(9999)
    assert states(track(server, "YT000001")) == STATES


def test_each_parcel_starts_at_its_own_first_query(server, clock):
    track(server, "YT000001")
    clock.wait(40)
    assert states(track(server, "YT000002")) == STATES[:1]
    assert states(track(server, "YT000001")) == STATES[:3]
    clock.wait(19)
    assert states(track(server, "YT000002")) == STATES[:1]


def test_success_shape(server):
    reply = ask(server, {"com": "yuantong", "num": "YT000001"})
    row = reply.pop("data")
    assert reply == {
        "message": "ok",
        "nu": "YT000001",
        "ischeck": "0",
        "com": "yuantong",
        "status": "200",
        "state": "1",
        "condition": "F00",
        "loop": False,
    }
    assert row == [
        {
            "time": "2026-03-17 09:00:00",
            "context": JOURNEY[0].text,
            "ftime": "2026-03-17 09:00:00",
            "areaCode": None,
            "areaName": None,
            "status": None,
            "location": "",
            "areaCenter": None,
            "areaPinYin": None,
            "statusCode": None,
        }
    ]


def test_levels_of_detail(server):
    advance(server, "YT000001", to="delivered")
    found = {}
    for level in ("", "1", "4"):
        reply = ask(server, {"com": "yuantong", "num": "YT000001", "resultv2": level})
        newest = reply["data"][0]
        found[level] = (
            reply["state"],
            reply["ischeck"],
            newest["status"],
            newest["statusCode"],
            newest["areaName"],
        )
    assert found == {
        "": ("3", "1", None, None, None),
        "1": ("3", "1", "签收", None, "杭州市"),
        "4": ("301", "1", "本人签收", "301", "杭州市"),
    }


def test_any_level_folds_to_the_same(server):
    advance(server, "YT000001", to="delivered")
    for level in ("1", "4"):
        assert states(track(server, "YT000001", detail=level)) == STATES


def test_order(server):
    advance(server, "YT000001", to="delivered")
    contexts = [step.text for step in JOURNEY]
    for order, expected in (("", contexts[::-1]), ("desc", contexts[::-1]), ("asc", contexts)):
        reply = ask(server, {"com": "yuantong", "num": "YT000001", "order": order})
        assert [row["context"] for row in reply["data"]] == expected


def test_advance_step_by_step(server, clock):
    track(server, "YT000001")
    replies = []
    for _ in range(4):
        clock.wait(1)
        replies.append(advance(server, "YT000001"))
    assert [(status, reply["state"]) for status, reply in replies] == [(200, s) for s in ("0", "5", "3", "3")]
    assert replies[0][1] == {"number": "YT000001", "state": "0", "status": "在途"}
    assert fold(track(server, "YT000001").events).delivered_at == START + timedelta(seconds=3)


def test_advance_to_delivered(server):
    assert advance(server, "YT000001", to="delivered") == (
        200,
        {"number": "YT000001", "state": "3", "status": "签收"},
    )
    assert fold(track(server, "YT000001").events).state == "delivered"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"number": "YT000001"}', "text/plain"),
        ("number=YT000001", FORM),
        ("{}", "application/json"),
        ("[]", "application/json"),
        ("{", "application/json"),
        ('{"number": 5}', "application/json"),
        ('{"number": ""}', "application/json"),
        ('{"number": "YT000001", "to": "lost"}', "application/json"),
        ('{"number": "YT000001", "to": []}', "application/json"),
    ],
)
def test_advance_refuses(server, body, kind):
    assert send(server, "/control/advance", body, kind)[0] == 400


def test_late_stays_in_transit(server, clock):
    track(server, "LATE0001")
    clock.wait(99999)
    assert states(track(server, "LATE0001")) == STATES[:2]
    assert advance(server, "LATE0001")[1]["state"] == "0"
    assert advance(server, "LATE0001", to="delivered")[0] == 409
    assert states(track(server, "LATE0001")) == STATES[:2]


def test_bad_has_no_result(server):
    answer = track(server, "BAD00001")
    assert (answer.health, answer.state, answer.events) == ("not_found", "pending", ())
    reply = ask(server, {"com": "yuantong", "num": "BAD00001"})
    assert reply == {"result": False, "returnCode": "500", "message": "查询无结果,请隔段时间再查"}


def test_broken_answers_a_page(server):
    answer = track(server, "BROKEN01")
    assert (answer.health, answer.events) == ("provider_down", ())
    assert answer.raw.startswith("<html>")


@pytest.mark.parametrize(
    ("account", "health"),
    [
        ({"customer": "OTHER"}, "auth_error"),
        ({"key": "wrong"}, "auth_error"),
        ({"carrier": "shunfeng"}, "needs_phone"),
        ({"carrier": "zhongtong"}, "needs_phone"),
        ({"carrier": "shunfeng", "phone": "13800138000"}, "ok"),
    ],
)
def test_health_of_accounts_and_phones(server, account, health):
    assert track(server, "SF000001", **account).health == health


GOOD = {"com": "yuantong", "num": "YT000001"}


@pytest.mark.parametrize(
    ("param", "form", "code"),
    [
        (GOOD, {"customer": "OTHER"}, "600"),
        (GOOD, {"customer": ""}, "400"),
        (GOOD, {"param": ""}, "400"),
        (GOOD, {"sign": ""}, "503"),
        (GOOD, {"sign": sign(json.dumps(GOOD), "demo-key", "DEMO").lower()}, "503"),
        (GOOD, {"sign": "签"}, "503"),
        (GOOD, {"param": json.dumps(GOOD) + " "}, "503"),
        ("{", {}, "400"),
        ("[1]", {}, "400"),
        ({"num": "YT000001"}, {}, "400"),
        ({"com": "YuanTong", "num": "YT000001"}, {}, "400"),
        ({"com": "yuantong"}, {}, "400"),
        ({"com": "yuantong", "num": "YT001"}, {}, "400"),
        ({"com": "yuantong", "num": "Y" * 33}, {}, "400"),
        ({"com": "shunfeng", "num": "SF000001", "phone": "123"}, {}, "408"),
    ],
)
def test_error_shape(server, param, form, code):
    reply = ask(server, param, **form)
    assert set(reply) == {"result", "returnCode", "message"}
    assert (reply["result"], reply["returnCode"]) == (False, code)


def test_body_that_is_no_form(server):
    status, reply = send(server, "/poll/query.do", json.dumps(GOOD), "application/json")
    assert (status, reply["returnCode"]) == (200, "400")


def test_other_methods_paths_and_sizes(server):
    assert send(server, "/poll/query.do", None, None, "GET")[1]["returnCode"] == "500"
    assert send(server, "/elsewhere", None, None, "GET")[0] == 404
    assert send(server, "/elsewhere", "a=1")[0] == 404
    assert send(server, "/poll/query.do", None, **{"Content-Length": "70000"})[0] == 413
    assert send(server, "/poll/query.do", None, **{"Content-Length": "000000000070000"})[0] == 413
    assert send(server, "/poll/query.do", None, **{"Content-Length": "9" * 5000})[0] == 413
    assert send(server, "/poll/query.do", None, **{"Content-Length": "-1"})[0] == 411


def test_account_of_your_own(serve):
    server = serve(customer="SHOP", key="secret")
    assert track(server, "YT000001", customer="SHOP", key="secret").health == "ok"
    assert track(server, "YT000001").health == "auth_error"


def test_lock(serve, clock):
    server = serve(lock_seconds=1800)
    found = []
    for seconds in (0, 1799, 1):
        clock.wait(seconds)
        found.append(track(server, "YT000001").health)
    assert found == ["ok", "rate_limited", "ok"]
    assert track(server, "YT000002").health == "ok"


def test_port_taken(server, caplog):
    assert main(["--port", str(server.server_port)]) == 1
    assert f"cannot listen on 127.0.0.1:{server.server_port}" in caplog.text


@pytest.mark.parametrize(
    "arguments", [["--port", "99999"], ["--port", "x"], ["--step-seconds", "-1"], ["--lock-seconds", "nan"]]
)
def test_wrong_flags(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_runs_as_a_program():
    command = [sys.executable, "-m", "carrier_server", "--port", "0", "--step-seconds", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    # Whatever goes wrong, the program does not outlive this, and the pipe ends with it.
    guard = threading.Timer(20, process.kill)
    guard.start()
    try:
        url = process.stderr.readline().split()[-1].removesuffix("/poll/query.do")
        waybill = Waybill("YT000001", "yuantong")
        (answer,) = provider("kuaidi100").query(Account("DEMO", "demo-key", url), [waybill], UrllibClient())
    finally:
        process.terminate()
        process.communicate()
        guard.cancel()
    assert states(answer) == STATES
