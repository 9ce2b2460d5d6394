"""Touchless lanes: who may pass without hands, which of them are audited, and when a lane must close.

Lanes are nested. An order's lanes are its channel, that channel's customer, and that customer's order type:
``("edi",)``, ``("edi", 7)``, ``("edi", 7, "regular")``. The order passes only while each of them is open. A
channel's lane must be opened on record once; an inner lane is open as long as nothing closed it. What an
audit finds counts in each of the order's lanes, from the innermost outwards: results that closed an inner
lane are settled there, so that one customer's trouble does not close a whole channel.

The rule that closes a lane is the CUSUM of a share of errors that rises at an unknown moment (Page 1954; for
shares Reynolds and Stoumbos 1999), averaged over how much it rises, as the e-detectors of Shin, Ramdas and
Rinaldo (2023) do. With p0 the tolerated share and p a worse one, each result x (1 error, 0 none) brings

    C <- max(1, C) * (p / p0)^x * ((1 - p) / (1 - p0))^(1 - x)

for each p, and the lane closes once the mean of the C reaches ``patience``. C stays below the
Shiryaev-Roberts sum R <- (1 + R) * ..., which minus the number of results is a martingale while the true
share is p0; so on average at least ``patience`` results pass until a lane at the limit closes (Pollak 1987),
however often one looks, and many more in a lane below it. A ratio, or a confidence bound on it, looked at
after each audit has no such guarantee: it is sooner or later crossed by chance. At the usual figures three
errors in a row are enough and two are not.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

# How many times the tolerated share a lane may have risen to: from a slow drift to a broken interface.
RISES = (2.0, 4.0, 8.0, 16.0, 32.0)
# No worse share than this one is looked for; with 1.0 a single right order would wipe out all evidence.
WORST = 0.8
SALT_BYTES = 16

LaneKey = tuple


@dataclass(frozen=True)
class Terms:
    """What the company sets for a lane.

    ``audit_share``: share of the touchless orders that is audited, above 0 and up to 1. ``error_limit``:
    share of errors that is still tolerated, above 0 and up to 0.25. ``patience``: audited orders that at
    least pass, on average, until a lane whose share is exactly the limit closes; 10 or more. ValueError for
    anything else.
    """

    audit_share: float = 0.05
    error_limit: float = 0.02
    patience: float = 500.0

    def __post_init__(self):
        if not 0 < self.audit_share <= 1:
            raise ValueError("the share to audit must be above 0 and at most 1")
        if not 0 < self.error_limit <= 0.25:
            raise ValueError("the tolerated share of errors must be above 0 and at most 0.25")
        if not self.patience >= 10:
            raise ValueError("the patience must be 10 audited orders or more")


@dataclass(frozen=True)
class Result:
    """One audited order: when it was audited, and whether it should not have passed as it did."""

    when: dt.datetime
    error: bool


@dataclass(frozen=True)
class Audit:
    """The result for an order, with the order's innermost lane."""

    lane: LaneKey
    result: Result


@dataclass(frozen=True)
class Verdict:
    """What the audits say about a lane, with the figures of the sentence that tells why.

    ``audited`` and ``errors`` are counted since ``since``: where ``closes``, from the moment at which the
    errors most likely rose, otherwise from the first result. ``share`` is their quotient (0.0 with none
    audited) and always above ``limit`` where ``closes``. ``audited_before`` and ``errors_before`` are those
    ahead of ``since``. ``evidence`` is 0 without any and 1 when the lane closes. ``at`` is the result that
    closed it.
    """

    closes: bool
    audited: int
    errors: int
    share: float
    limit: float
    since: dt.datetime | None = None
    at: dt.datetime | None = None
    audited_before: int = 0
    errors_before: int = 0
    evidence: float = 0.0


@dataclass
class _Rise:
    """The evidence that the share of errors rose to a worse one, and since which result."""

    wrong: float
    right: float
    evidence: float = 1.0
    start: int = 0

    def add(self, number: int, error: bool) -> None:
        if self.evidence <= 1.0:
            self.evidence, self.start = 1.0, number
        self.evidence *= self.wrong if error else self.right


@dataclass(frozen=True)
class Lanes:
    """Which lanes are open: the channels' lanes that were opened, and those closed since, by anyone.

    ``opened_at``: when a decision last opened a lane again. Results until then no longer count in it.
    """

    open_channels: Collection[object] = ()
    closed: Collection[LaneKey] = ()
    opened_at: Mapping[LaneKey, dt.datetime] = field(default_factory=dict)

    def barred_by(self, lane: LaneKey) -> LaneKey | None:
        """Return the outermost lane that bars an order of this innermost lane; None lets it pass."""
        for part in path_of(lane):
            if part in self.closed or (len(part) == 1 and part[0] not in self.open_channels):
                return part
        return None

    def counts(self, audit: Audit, lane: LaneKey) -> bool:
        """Tell whether a result counts in one of the order's lanes.

        It does after the last opening of that lane and of those within it, while those within it are open.
        """
        if audit.lane[: len(lane)] != lane:
            return False
        inner = [part for part in path_of(audit.lane) if len(part) > len(lane)]
        if any(part in self.closed for part in inner):
            return False
        return all(
            audit.result.when > self.opened_at[part] for part in (lane, *inner) if part in self.opened_at
        )


def path_of(lane: LaneKey) -> tuple[LaneKey, ...]:
    """Return the lane with those around it, the outermost first. ValueError for a lane without a channel."""
    if not lane:
        raise ValueError("a lane begins with its channel")
    return tuple(lane[: depth + 1] for depth in range(len(lane)))


def is_drawn(order: str, salt: bytes, share: float) -> bool:
    """Tell whether a touchless order is to be audited: a keyed hash (HMAC-SHA256, RFC 2104) below the share.

    The same order and salt always give the same answer, and who does not know the salt cannot foresee it. The
    order's key must be one that the customer does not choose (its id, not the customer's reference). What is
    drawn at a share is also drawn at every greater one. ValueError: a salt under 16 bytes, a share outside 0
    to 1.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError(f"the salt must have {SALT_BYTES} bytes or more")
    if not 0 <= share <= 1:
        raise ValueError("the share to audit must be from 0 to 1")
    digest = hmac.new(salt, order.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def judge(results: Sequence[Result], terms: Terms) -> Verdict:
    """Tell whether a lane must close, from its results in time order since it was last opened.

    Results after the one that closes it change nothing. It is sound to pass only the latest results (1,000
    are plenty): to begin later never closes a lane sooner. ValueError: results out of time order.
    """
    rises, threshold = _rises(terms.error_limit), terms.patience
    before, level = None, 0.0
    for number, result in enumerate(results):
        if before is not None and result.when < before:
            raise ValueError("the results of a lane must be in time order")
        before = result.when
        for rise in rises:
            rise.add(number, result.error)
        level = sum(rise.evidence for rise in rises) / len(rises)
        if level >= threshold:
            start = max(rises, key=lambda rise: rise.evidence).start
            return _verdict(results[: number + 1], start, terms.error_limit, 1.0, True)
    return _verdict(results, 0, terms.error_limit, level / threshold, False)


def lane_to_close(
    lane: LaneKey, audits: Mapping[LaneKey, Sequence[Audit]], lanes: Lanes, terms: Terms
) -> tuple[LaneKey, Verdict] | None:
    """Return which lane of an order's path its audit closes, and why; None if none.

    To be called after each audit of an order with this innermost lane. ``audits`` holds, for each lane of the
    path, the latest audits in it in time order (1,000 are plenty). The answer is the innermost lane that must
    close: call again with it among the closed ones to ask for those around it.
    """
    for part in reversed(path_of(lane)):
        if part in lanes.closed:
            continue
        counted = [audit.result for audit in audits.get(part, ()) if lanes.counts(audit, part)]
        verdict = judge(counted, terms)
        if verdict.closes:
            return part, verdict
    return None


def _rises(limit: float) -> list[_Rise]:
    shares = sorted({min(limit * times, WORST) for times in RISES})
    return [_Rise(share / limit, (1 - share) / (1 - limit)) for share in shares]


def _verdict(results: Sequence[Result], start: int, limit: float, evidence: float, closes: bool) -> Verdict:
    counted, earlier = results[start:], results[:start]
    errors = sum(result.error for result in counted)
    return Verdict(
        closes=closes,
        audited=len(counted),
        errors=errors,
        share=errors / len(counted) if counted else 0.0,
        limit=limit,
        since=counted[0].when if counted else None,
        at=counted[-1].when if closes else None,
        audited_before=len(earlier),
        errors_before=sum(result.error for result in earlier),
        evidence=evidence,
    )
