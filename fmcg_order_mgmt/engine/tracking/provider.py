"""What every tracking provider has in common: how it is asked, told, listened to, and how a call may fail."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from .canonical import Meaning
from .values import (
    Account,
    Answer,
    Call,
    HttpClient,
    HttpFailure,
    HttpReply,
    HttpRequest,
    Pushed,
    PushReply,
    Waybill,
)

# Enough of an unreadable reply to see in the log what answered.
_SHOWN = 500


class Provider:
    """One tracking service; a subclass says how to ask and how to read the JSON object that comes back.

    ``code`` is what accounts store and ``name`` what people read. A provider that is not ``polled`` has
    nobody to ask; one that ``registers`` must be told of a number before it can be asked, one that ``pushes``
    calls us when it has been told, and one that is ``signed`` proves it. ``batch`` waybills go into one call,
    ``rate`` calls into a second and ``daily`` into a day (None: not known) that ends at midnight in ``zone``,
    where its parcels also sleep. ``floor`` is how long one number must rest between two questions,
    ``timeout`` the seconds that an answer may take. ``max_registrations`` is how often it may be told of one
    number. ``probe`` is a waybill that shows whether an account works, whatever the answer. ``needs`` names
    what of an Account has to be filled in, ``needs_carrier`` that it does not find the carrier by itself;
    ``codes`` is what its codes mean.
    """

    code = ""
    name = ""
    polled = True
    registers = False
    pushes = False
    max_registrations = 1
    signed = True
    batch = 1
    rate = 1.0
    daily: int | None = None
    timeout = 20.0
    floor = timedelta(0)
    zone: tzinfo = timezone.utc
    abroad = False
    probe = Waybill("", "")
    needs: tuple[str, ...] = ("key",)
    needs_carrier = False
    codes: Mapping[str, Meaning] = {}

    @property
    def subscribes(self) -> bool:
        """Whether it can be told of numbers by a call."""
        return type(self)._subscription is not Provider._subscription

    def told_at_once(self, account: Account) -> int:
        """Return how many waybills go into one call that tells of them."""
        return self.batch

    def carrier_of(self, number: str) -> str:
        """Return this provider's code of the carrier, where the number's form leaves no doubt, else ''."""
        return ""

    def is_new(self, subcode: str) -> bool:
        """Say whether no table has a subcode: it counts as the code above it until somebody says more."""
        return subcode not in self.codes

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each; none when they can be used."""
        return ()

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Ask for at most ``batch`` waybills in one call; return an answer for each, in their order.

        What goes wrong at the provider is the answers' health, never an exception.
        """
        return self._told(self._request(account, waybills), waybills, http, self._read)

    def subscribe(
        self, account: Account, waybills: Sequence[Waybill], callback: str, http: HttpClient
    ) -> tuple[Answer, ...]:
        """Tell of at most ``told_at_once`` waybills in one call, to be followed and pushed to ``callback``.

        An answer whose health is ok was taken, also when the number was known already; it may have events.
        """
        return self._told(
            self._subscription(account, waybills, callback), waybills, http, self._read_subscription
        )

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged when a call was not signed with the account's secret, Malformed when it has no form.

        An account without secret never accepts a call of a provider that signs.
        """
        raise NotImplementedError

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says, one entry for each waybill; raises Malformed."""
        raise NotImplementedError

    def acknowledge(self, account: Account, taken: bool, now: datetime) -> PushReply:
        """Return what the provider wants to hear after a call: ``taken``, or that it is to try again."""
        return PushReply(200 if taken else 500, "{}")

    def carrier_at(self, account: Account, number: str) -> str:
        """Return the carrier as ``carrier_of`` does, with what the account's own options say of it."""
        return self.carrier_of(number)

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        """Return the call that asks for waybills."""
        raise NotImplementedError

    def _read(self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str) -> tuple[Answer, ...]:
        """Return the answers in a reply, of whose contents nothing is certain."""
        raise NotImplementedError

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        """Return the call that tells of waybills."""
        raise NotImplementedError

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        """Return what a reply says about telling: health and, where it has them, ref and events."""
        return self._read(payload, waybills, raw)

    def _told(self, request: HttpRequest, waybills, http: HttpClient, read) -> tuple[Answer, ...]:
        try:
            reply = http.send(request, self.timeout)
        except HttpFailure as failure:
            return (Answer(health="provider_down", message=str(failure)),) * len(waybills)
        text = reply.body.decode("utf-8", "replace")
        payload = json_object(text)
        if reply.status not in (200, 201, 202):
            return (self._refused(reply, payload, text),) * len(waybills)
        if payload is None:
            # An error page, often of a proxy on the way.
            down = Answer(health="provider_down", raw=text[:_SHOWN], message="not a JSON object")
            return (down,) * len(waybills)
        return read(payload, waybills, text)

    def _refused(self, reply: HttpReply, payload: Mapping[str, Any] | None, text: str) -> Answer:
        """Return the answer in a reply whose status is no success; ``payload`` is its JSON object if any."""
        health = {401: "auth_error", 403: "auth_error", 429: "rate_limited"}.get(
            reply.status, "provider_down"
        )
        return Answer(
            health=health,
            raw=text[:_SHOWN],
            message=f"HTTP {reply.status}",
            retry_after=retry_after(reply),
        )


def retry_after(reply: HttpReply) -> int | None:
    """Return the seconds that a reply asks to wait, None for nothing usable."""
    wait = reply.headers.get("retry-after", "").strip()
    # The other form of the header, a date, is not worth trusting two clocks for. Six digits: 11 days.
    return int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None


def json_object(text: str) -> Mapping[str, Any] | None:
    """Return the JSON object that a text is, None for anything else."""
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None
