"""The ways that parcels go, in words that each protocol translates into its own codes."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

# What a scan can be, and the state of a parcel after it.
KINDS = {
    "info": "info_received",
    "picked_up": "picked_up",
    "transit": "in_transit",
    "arrived": "in_transit",
    "customs": "customs",
    "customs_held": "customs",
    "customs_cleared": "customs",
    "out": "out_for_delivery",
    "not_home": "attempt_failed",
    "locker": "ready_for_pickup",
    "refused": "exception",
    "damaged": "exception",
    "returning": "returning",
    "returned": "returned",
    "signed": "delivered",
    "collected": "delivered",
    "lost": "lost",
}
PLACES = {"上海市": "Shanghai", "杭州市": "Hangzhou", "深圳市": "Shenzhen"}


class Step(NamedTuple):
    """A stop of the journey: what happens there, where, and the texts that carriers write."""

    kind: str
    place: str
    text: str
    english: str


class Journey(NamedTuple):
    """A way; ``promised`` is the place of the step at which the carrier first meant it to arrive."""

    name: str
    steps: tuple[Step, ...]
    promised: int | None = None

    @property
    def state(self) -> str:
        """Return the state that it ends in."""
        return KINDS[self.steps[-1].kind] if self.steps else "pending"


PICKED_UP = Step("picked_up", "上海市", "【上海市】快件已被揽收", "Picked up by courier")
TRANSIT = Step("transit", "杭州市", "【杭州市】快件已到达杭州转运中心", "Arrived at Hangzhou sorting centre")
OUT = Step("out", "杭州市", "【杭州市】快递员正在为您派件", "Out for delivery")
SIGNED = Step("signed", "杭州市", "【杭州市】快件已签收,签收人:本人", "Delivered, signed by the addressee")
INFO = Step("info", "上海市", "【上海市】商家已下单,等待揽收", "Shipment information received")
NOT_HOME = Step(
    "not_home", "杭州市", "【杭州市】派件不成功:无法联系收件人", "Delivery attempted, nobody at home"
)
LOCKER = Step(
    "locker", "杭州市", "【杭州市】快件已投入快递柜,请及时取件", "Ready for pickup at the parcel locker"
)
COLLECTED = Step("collected", "杭州市", "【杭州市】已从快递柜取出", "Collected from the parcel locker")
REFUSED = Step("refused", "杭州市", "【杭州市】收件人拒收", "Refused by the addressee")
RETURNING = Step("returning", "杭州市", "【杭州市】快件退回中", "On the way back to the sender")
RETURNED = Step("returned", "上海市", "【上海市】退回件已由寄件人签收", "Returned to the sender")
DAMAGED = Step("damaged", "杭州市", "【杭州市】快件外包装破损", "Parcel damaged on the way")
CUSTOMS = Step("customs", "深圳市", "【深圳市】清关中", "Customs clearance under way")
HELD = Step("customs_held", "深圳市", "【深圳市】清关异常,等待补充资料", "Held by customs, papers missing")
CLEARED = Step("customs_cleared", "深圳市", "【深圳市】已清关", "Released by customs")
ARRIVED = Step("arrived", "杭州市", "【杭州市】快件已到达派件城市", "Arrived in the destination city")
LOST = Step("lost", "杭州市", "【杭州市】快件遗失", "Parcel lost")

PLAIN_STEPS = (PICKED_UP, TRANSIT, OUT, SIGNED)
JOURNEYS = {
    each.name: each
    for each in (
        Journey("plain", PLAIN_STEPS, 3),
        Journey("late", PLAIN_STEPS[:2], 3),
        Journey("failed", (PICKED_UP, TRANSIT, OUT, NOT_HOME, OUT, SIGNED), 3),
        Journey("locker", (PICKED_UP, TRANSIT, OUT, LOCKER, COLLECTED), 3),
        Journey("refused", (PICKED_UP, TRANSIT, OUT, REFUSED, RETURNING, RETURNED), 3),
        Journey("customs", (INFO, PICKED_UP, CUSTOMS, HELD, CLEARED, ARRIVED, OUT, SIGNED), 6),
        Journey("damaged", (PICKED_UP, TRANSIT, DAMAGED), 3),
        Journey("signed_back", (*PLAIN_STEPS, RETURNING, RETURNED), 3),
        Journey("silent", (INFO,), 3),
        Journey("lost", (PICKED_UP, TRANSIT, LOST), 3),
        Journey("unknown", ()),
    )
}
# A number that begins with it gets the page of a broken server from every service.
BROKEN = "BROKEN"
# The way of a number that begins with one of these words. WRONG is a parcel that another carrier has, OTHER
# one that only its phone shows: the protocols tell more of these.
PREFIXES = {
    "LATE": "late",
    "FAIL": "failed",
    "LOCKER": "locker",
    "REFUSE": "refused",
    "CUSTOMS": "customs",
    "DAMAGE": "damaged",
    "SIGNED": "signed_back",
    "SILENT": "silent",
    "LOST": "lost",
    "BAD": "unknown",
    "WRONG": "unknown",
}
# How many of a hundred parcels go which way, where nothing in the number says so.
MIX = {
    "plain": 70,
    "locker": 8,
    "failed": 8,
    "late": 4,
    "silent": 3,
    "refused": 2,
    "customs": 2,
    "damaged": 1,
    "signed_back": 1,
    "lost": 1,
}


def journey_of(number: str, seed: int = 0, mix: Mapping[str, float] | None = None) -> Journey:
    """Return the way of a parcel: by its number's first word, else by chance (with ``mix``), else plain.

    The chance depends on seed and number alone, so the same parcel goes the same way on each run.
    """
    for prefix, name in PREFIXES.items():
        if number.startswith(prefix):
            return JOURNEYS[name]
    if not mix:
        return JOURNEYS["plain"]
    left = share(seed, "journey", number) * sum(mix.values())
    for name, weight in mix.items():
        left -= weight
        if left < 0:
            return JOURNEYS[name]
    return JOURNEYS[list(mix)[-1]]


def share(seed: int, *words: object) -> float:
    """Return a number from 0 to under 1 that the seed and the words alone determine."""
    text = "\x1f".join(map(str, (seed, *words)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48
