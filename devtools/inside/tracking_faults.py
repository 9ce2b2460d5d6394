"""Follows parcels through a storm of faults, with workers that fight and processes that are killed.

Runs in Odoo's shell, in a database of the addon that is dropped afterwards. Prints FOUND and what is wrong.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import contextlib
import datetime as dt
import hashlib
import hmac
import itertools
import json
import logging
import os
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.test import Client

import odoo.http
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.fmcg_order_mgmt.engine.tracking.provider import Provider

# The shell knows this script by its text only; its neighbours are where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parent))
from carrier_clock import SERVER, Carrier, Clock, real  # noqa: E402
from processes import KILLED, Work, at_once, check, die_at_commit, fork, wait  # noqa: E402
from tracking_shop import Address, Asked, Shop  # noqa: E402

sys.path.insert(0, str(SERVER.parent))
from carrier_server.journeys import MIX  # noqa: E402

FULL = bool(os.environ.get("FMCG_FULL"))
HOUR = dt.timedelta(hours=1)
EACH, KILLS, FIGHTS = (4, 40, 8) if FULL else (1, 3, 2)
SKEW = 300
STORM = {
    "timeout": 0.02,
    "http500": 0.08,
    "http429": 0.06,
    "cut": 0.06,
    "html": 0.06,
    "slow": 0.05,
    "duplicates": 0.75,
    "shuffle": True,
    "skew_seconds": SKEW,
    "slow_seconds": 0.05,
    "timeout_seconds": 1.0,
}
# Journeys that end, whoever is killed on the way.
WORDS = ("", "FAIL", "REFUSE") if FULL else ("FAIL",)
WORKERS = 8
serial = itertools.count(1)


def follow(shop):
    """Follow all parcels until nothing happens to them any more."""
    for _ in range(36 if FULL else 12):
        shop.step(2 * HOUR if FULL else 6 * HOUR)
    shop.carrier.control("faults", skew_seconds=SKEW if shop.stormy else 0)
    for _ in range(12 if FULL else 8):
        shop.step(24 * HOUR if FULL else 36 * HOUR)


def world(begun, stormy):
    """Return what becomes of the same parcels in a company of its own, and what went wrong."""
    clock.move_to(begun)
    mix = dict.fromkeys(MIX, 1)
    carrier = Carrier(clock, begun, step_seconds=6 * 3600, seed=3, mix=mix, spread=0.5)
    shop = Shop(carrier, EACH, {"dhl": 4 * EACH})
    shop.stormy = stormy
    if stormy:
        carrier.control("faults", **STORM)
    follow(shop)
    told = shop.told(SKEW if stormy else 0)
    counts = carrier.control("log")["providers"]
    wrong = shop.wrong() + shop.limits(asked)
    shop.close()
    carrier.end()
    return told, wrong, sum((Counter(each) for each in counts.values()), Counter())


def storm(begun):
    """Compare a company in the storm with one that was left alone."""
    calm, wrong, _counts = world(begun, stormy=False)
    states = Counter(each["state"] for each in calm.values())
    check(f"{len(calm)} parcels without faults, {dict(states)}", wrong)
    told, wrong, counts = world(begun, stormy=True)
    for key, facts in calm.items():
        wrong += [
            f"{key}: {name} {told[key][name]} instead of {value}"
            for name, value in facts.items()
            if told[key][name] != value
        ]
    faults = {name: count for name, count in sorted(counts.items()) if name.startswith(("fault:", "push"))}
    check(f"the same in a storm of {counts['calls']} calls, {faults}", wrong)


def ask_now(ids):
    """Ask for shipments as people do, whatever they are told."""
    for shipment_id in ids:
        with contextlib.suppress(UserError), Work() as env:
            retrying(env["fmcg.shipment"].browse(shipment_id).action_ask_now, env)


def fight(_begun):
    """Let runs, readers, people and the carriers' calls be at the same parcels at the same moment."""
    carrier = Carrier(clock, step_seconds=3600)
    shop = Shop(carrier, 3, providers=("kuaidi100", "dhl", "track17", "generic"))
    ids = list(shop.shipments.values())
    ended = []
    for number in range(FIGHTS):
        clock.move_to(clock.now() + (3 + number % 2) * HOUR)
        with Work() as env:
            shipments = env["fmcg.shipment"].browse(ids)
            shipments.filtered("next_poll_at").write({"next_poll_at": clock.now().replace(tzinfo=None)})
        people = [partial(ask_now, ids[place::4]) for place in range(2)]
        ended += at_once(shop.poll, shop.poll, shop.read, shop.read, carrier.tell, *people)
    # Twice, for an account that is in peace for a while since it was asked too fast.
    for _ in range(2):
        shop.step(30 * HOUR)
    states = Counter(facts["state"] for facts in shop.told().values())
    wrong = shop.wrong() + shop.limits(asked) + ([f"ended {ended}"] if any(ended) else [])
    wrong += [f"states {states}"] if set(states) != {"delivered"} else []
    shop.close()
    carrier.end()
    check(f"two runs, two readers, two people and the carriers' calls at once, {FIGHTS} times", wrong)


def push(path, body):
    """Call Odoo as the service does."""
    sign = hmac.new(b"demo-secret", body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": sign}
    status = Client(odoo.http.root).post(path, data=body, headers=headers).status_code
    if status != 200:
        raise AssertionError(f"a call was answered with {status}")


def scan(number, minute):
    """Return the body of a call with one scan."""
    at = (clock.now() + dt.timedelta(minutes=minute)).isoformat(timespec="seconds")
    history = [{"at": at, "code": "HUB", "text": f"Hub {minute}", "place": "X"}]
    return json.dumps({"parcel": {"id": number, "history": history}}).encode()


def called(shop):
    """Return path, number and shipment of the parcel of which calls alone tell, some scans each."""
    with Work() as env:
        account = env["fmcg.tracking.account"].browse(shop.accounts["generic", True])
        account.options = json.dumps({**json.loads(account.options), "push": {"header": "X-Signature"}})
        shipment = env["fmcg.shipment"].search([("account_id", "=", account.id)])
        shipment.next_poll_at = False
        # Made here once instead of in each process.
        env["ir.http"].routing_map()
        return urlsplit(account._push_address()).path, shipment.name, shipment.id


def crowd(_begun):
    """Let many processes receive the same call, and different calls for one parcel, at the same moment."""
    carrier = Carrier(clock, step_seconds=10**6)
    shop = Shop(carrier, 1, providers=("generic",))
    path, number, shipment_id = called(shop)
    wrong = []
    for minute in range(0, 20 * FIGHTS, 20):
        ended = at_once(*[partial(push, path, scan(number, minute))] * WORKERS)
        others = [partial(push, path, scan(number, minute + place)) for place in range(1, 1 + WORKERS)]
        ended += at_once(*others, shop.read, shop.read)
        shop.read()
        wrong += [f"ended {ended}"] if any(ended) else []
    with Work() as env:
        calls = env["fmcg.tracking.call"].search_count([("company_id", "=", shop.company)])
        events = len(env["fmcg.shipment"].browse(shipment_id).event_ids)
    wanted = FIGHTS * (1 + WORKERS)
    if (calls, events) != (wanted, wanted):
        wrong.append(f"{calls} calls and {events} events instead of {wanted}")
    wrong += shop.wrong()
    shop.close()
    carrier.end()
    check(f"the same call and different ones in {WORKERS} processes at once, {FIGHTS} times", wrong)


class Killing:
    """Parcels of which a process is killed on the way, again and again."""

    ROUNDS = 8 if FULL else 5

    def __init__(self, begun):
        clock.move_to(begun)
        self.carrier = Carrier(clock, step_seconds=3600)
        self.shop = Shop(self.carrier, 0, providers=("kuaidi100", "track17", "generic"), max_interval=120)
        self.begun, self.expected = begun, None

    def case(self, number):
        """Kill one process; return whether it died, and what is wrong in the end."""
        # Nobody asks for those of the case before.
        clock.move_to(self.begun)
        with Work() as env:
            env["fmcg.shipment"].browse(self.shop.shipments.values()).next_poll_at = False
            self.shop.shipments = self.shop.enter(env, [next(serial)], WORDS)
        victim = (self.poll, self.read, self.call)[number % 3] if number else None
        died = False
        for round_ in range(self.ROUNDS):
            if victim and round_ == number % 4:
                died = victim((number * 5 + 1) % 12)
            self.shop.step(2 * HOUR)
        # Whatever was claimed, or waits for the carrier's next attempt, is over by now.
        for _ in range(3):
            self.shop.step(24 * HOUR)
        found = self.relative()
        self.expected = self.expected or found
        wrong = [
            f"{key} {found[key]} instead of {facts}"
            for key, facts in self.expected.items()
            if found[key] != facts
        ]
        return died, wrong + self.shop.wrong() + self.shop.limits(asked)

    def relative(self):
        """Return what is known of the parcels, with times from their first scan on."""
        found = {}
        for (account, name), facts in self.shop.told().items():
            word = name.partition(next(each for each in ("YT", "RR", "GEN") if each in name))[0]
            first = facts["events"][0][0] if facts["events"] else 0
            moments = [moment and moment - first for moment in facts["delivered"]]
            events = [(moment - first, *rest) for moment, *rest in facts["events"]]
            found[account, word] = (facts["state"], moments, events)
        return found

    def poll(self, at):
        return self.dies(self.shop.poll, at)

    def read(self, at):
        self.carrier.tell()
        return self.dies(self.shop.read, at % 6)

    def call(self, at):
        global address
        port = address.port
        address.end()
        address = Address(clock, port, dies_at=at)
        clock.move_to(clock.now() + HOUR)
        self.carrier.tell()
        died = address.end()
        address = Address(clock, port)
        return died

    def dies(self, act, at):
        clock.move_to(clock.now() + HOUR)
        self.carrier.tell()

        def run():
            die_at_commit(at)
            act()

        ended = wait(fork(run))
        if ended not in (0, KILLED):
            raise AssertionError(f"a process ended with {ended}")
        # The next one comes at once.
        act()
        return ended == KILLED


def kills(begun):
    killing = Killing(begun)
    _died, wrong = killing.case(0)
    states = Counter(state for state, *_rest in killing.expected.values())
    check(f"nobody killed, {dict(states)}", wrong)
    died = 0
    for number in range(1, KILLS + 1):
        dead, wrong = killing.case(number)
        died += dead
        check(f"kill {number}", wrong)
    killing.shop.close()
    killing.carrier.end()
    check(f"{died} of {KILLS} processes died", [] if died >= KILLS // 2 else ["too few"])


for name in ("werkzeug", "carrier_server"):
    logging.getLogger(name).setLevel(logging.WARNING)
Provider.timeout = 0.8
clock = Clock()
with tempfile.TemporaryDirectory() as folder:
    asked = Asked(Path(folder) / "asked", clock)
    address = Address(clock)
    begun = clock.now()
    for act in (storm, fight, crowd, kills):
        # Parcels are given up 30 days after they were entered, whose time is the database's.
        clock.move_to(begun)
        start = real()
        act(begun)
        print(f"{act.__name__} took {real() - start:.0f} s", flush=True)
    address.end()
