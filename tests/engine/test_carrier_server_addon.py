"""The addon and the carrier server understand each other: every service, every journey, asked or pushed."""

import json
from dataclasses import replace
from datetime import timezone

import pytest
from carrier_tools import ROOT, STEP, carrier, endpoint
from engine.tracking import PROVIDERS, Account, Waybill, fold
from engine.tracking.http import UrllibClient
from engine.tracking.values import Call

from carrier_server.journeys import JOURNEYS, PREFIXES
from carrier_server.protocols import PROTOCOLS

SERVICES = [code for code, each in PROVIDERS.items() if each.polled and code in PROTOCOLS]
PUSHING = [code for code in SERVICES if PROVIDERS[code].pushes]
CARRIERS = {"kuaidi100": "yuantong", "kdniao": "YTO", "sf": "SF"}
OPTIONS = {
    "generic": json.loads((ROOT / "carrier_server" / "generic_options.json").read_text()),
    "sf": {"pushed": True},
}
NUMBERS = ["YT000001", *(f"{word}0001" for word in PREFIXES)]
LAST_STEP = max(len(journey.steps) for journey in JOURNEYS.values())
# Where a service has no word for what happened: number and the state that its own words lead to.
COARSE = {
    "kuaidi100": {"LOST0001": "exception"},
    "kdniao": {"LOST0001": "exception"},
    "dhl": {"LOST0001": "exception"},
    # It hears of nothing before it has the parcel.
    "sf": {"SILENT0001": "pending"},
}
# What is not told after the signature, or was never known: the state that pushes alone lead to.
UNTOLD = {
    "kuaidi100": {"SIGNED0001": "delivered"},
    "kdniao": {"SIGNED0001": "delivered"},
    # It pushes new scans alone: that a signature is the sender's shows in an earlier one.
    "sf": {"SIGNED0001": "delivered", "REFUSE0001": "delivered"},
}


def account_of(shop, code):
    options = OPTIONS.get(code, {})
    return Account("DEMO", "demo-key", shop.server.url, secret="demo-secret", options=options)


def waybills(code):
    return [Waybill(number, CARRIERS.get(code, ""), "13800138000") for number in NUMBERS]


def in_batches(provider, listed, call):
    """Return the answers to calls of at most as many waybills as the provider takes at once."""
    size = provider.batch
    parts = [listed[begin : begin + size] for begin in range(0, len(listed), size)]
    return [answer for part in parts for answer in call(part)]


def expected(shop, code, **more):
    found = {number: shop.parcels.state(number) for number in NUMBERS}
    return found | COARSE.get(code, {}) | more


@pytest.fixture
def shop():
    # Limits are for the addon's budget to keep, which is not in play here.
    with carrier(enforce=False) as found:
        yield found


def register(provider, account, listed, callback=""):
    """Tell the service of the waybills; return them with the ids that it gave."""

    def call(part):
        return provider.subscribe(account, part, callback, UrllibClient())

    answers = in_batches(provider, listed, call)
    return [replace(each, ref=answer.ref) for each, answer in zip(listed, answers, strict=True)]


@pytest.mark.parametrize("code", SERVICES)
def test_every_journey_is_read_as_it_was(shop, code):
    provider, account, listed = PROVIDERS[code], account_of(shop, code), waybills(code)
    if provider.registers:
        listed = register(provider, account, listed)
    found = {}
    for _ in range(LAST_STEP + 1):
        answers = in_batches(provider, listed, lambda part: provider.query(account, part, UrllibClient()))
        found = {each.number: answer for each, answer in zip(listed, answers, strict=True)}
        shop.clock.wait(STEP)
    states = {number: fold(answer.events).state for number, answer in found.items()}
    assert states == expected(shop, code)
    assert found["YT000001"].health == "ok"
    times = [event.occurred_at for event in found["YT000001"].events]
    assert times == [scan.at.astimezone(timezone.utc) for scan in shop.parcels.scans("YT000001")]
    for answer in found.values():
        assert "unknown" not in {event.state for event in answer.events}


@pytest.mark.parametrize("code", PUSHING)
def test_every_push_is_accepted_and_leads_to_the_same(shop, code):
    provider, account, listed = PROVIDERS[code], account_of(shop, code), waybills(code)
    with endpoint() as post:
        shop.control("webhook", provider=code, url=post.url, secret="demo-secret")
        events = {number: () for number in NUMBERS}

        def hear(push):
            form = push.headers.get_content_type() == "application/x-www-form-urlencoded"
            headers = {name.lower(): value for name, value in push.headers.items()}
            call = Call(push.form() if form else {}, b"" if form else push.body, headers)
            provider.check(account, call)
            for told in provider.pushed(account, call):
                events[told.number] += told.answer.events
            answer = provider.acknowledge(account, True, shop.clock.now)
            return answer.status, answer.body.encode()

        post.hear = hear
        register(provider, account, listed, post.url)
        for each in listed:
            shop.control("watch", provider=code, number=each.number, carrier=each.carrier)
        shop.deliver()
        shop.deliver_until((LAST_STEP + 1) * STEP, STEP)
        counts = shop.counts(code)
        assert counts["push"] == counts["push_heard"] >= len(post.pushes) > 0
        states = {number: fold(found).state for number, found in events.items()}
        assert states == expected(shop, code, **UNTOLD.get(code, {}))
