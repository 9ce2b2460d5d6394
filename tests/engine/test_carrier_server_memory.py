"""The carrier server goes on where it was stopped."""

import json
import signal
import subprocess
import sys
import threading
import urllib.request

from carrier_tools import ROOT, STEP, carrier, endpoint

from carrier_server import memory

HEADERS = {"17token": "demo-key"}


def test_parcels_registrations_and_pushes_go_on(tmp_path):
    state = tmp_path / "folder" / "state"
    with endpoint() as post:
        with carrier() as shop:
            shop.control("webhook", provider="track17", url=post.url)
            shop.json("/track/v2.4/register", [{"number": "YT000001", "tag": "order-1"}], HEADERS)
            shop.deliver()
            shop.deliver_until(STEP)
            scans = shop.parcels.scans("YT000001")
            memory.save(shop.server.depot, state)
        assert len(post.pushes) == 2
        with carrier() as shop:
            shop.clock.wait(STEP)
            assert memory.load(shop.server.depot, state)
            assert shop.parcels.scans("YT000001") == scans
            again = shop.json("/track/v2.4/register", [{"number": "YT000001"}], HEADERS).body
            assert again["data"]["rejected"][0]["error"]["code"] == -18019901
            shop.control("webhook", provider="track17", url=post.url)
            assert shop.deliver() == 0
            shop.deliver_until(STEP)
            assert len(post.pushes) == 3
            shop.json("/track/v2.4/changeinfo", [{"number": "YT000001", "tag": "order-2"}], HEADERS)
            shop.deliver_until(STEP)
            assert post.pushes[-1].json()["data"]["tag"] == "order-2"


def test_every_service_s_registrations_are_kept(tmp_path):
    calls = {
        "/tracking/2025-01/trackings": ({"tracking_number": "YT000001"}, {"as-api-key": "demo-key"}),
        "/v2/trackers": ({"tracker": {"tracking_code": "YT000001"}}, {"Authorization": "Basic ZGVtby1rZXk6"}),
    }
    with carrier() as shop:
        for path, (body, headers) in calls.items():
            assert shop.json(path, body, headers).status < 300
        memory.save(shop.server.depot, tmp_path / "state")
    with carrier() as shop:
        memory.load(shop.server.depot, tmp_path / "state")
        for path, (_body, headers) in calls.items():
            assert "YT000001" in json.dumps(shop.call("GET", path, None, headers).body)


def test_what_cannot_be_read_is_left_alone(tmp_path, caplog):
    with carrier() as shop:
        assert not memory.load(shop.server.depot, tmp_path / "none")
        assert not caplog.records
        (tmp_path / "state").write_bytes(b"not this")
        assert not memory.load(shop.server.depot, tmp_path / "state")
        assert "beginning anew" in caplog.text


def test_the_program_keeps_its_state(tmp_path):
    lengths = []
    command = [sys.executable, "-m", "carrier_server", "--port", "0", "--step-seconds", "1000"]
    for _ in range(2):
        process = subprocess.Popen(
            [*command, "--state", tmp_path / "state"], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        guard = threading.Timer(20, process.kill)
        guard.start()
        try:
            url = process.stderr.readline().split()[-1].removesuffix("/poll/query.do")
            request = urllib.request.Request(
                f"{url}/control/advance", b'{"number": "YT000001"}', {"Content-Type": "application/json"}
            )
            lengths.append(json.load(urllib.request.urlopen(request, timeout=5))["status"])
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()
            guard.cancel()
        assert process.returncode == 0
    assert lengths == ["在途", "派件"]
