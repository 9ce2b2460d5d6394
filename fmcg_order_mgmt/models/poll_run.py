import contextlib
import heapq
import logging
import time
from collections import deque
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from odoo import fields, models

from .collision import COLLISIONS
from .tracking_account import UNHEARD

_logger = logging.getLogger(__name__)


class Heard(NamedTuple):
    """A call's answers, one for each shipment, and when they came."""

    shipments: models.BaseModel
    answers: list
    registering: bool
    at: float

    def is_trouble(self):
        """Say whether an answer is about the account, which may have to be left in peace at once."""
        return any(answer.health in UNHEARD for answer in self.answers)


class PollRun:
    """One run of the job that asks the carriers: all accounts in turn, none faster than it allows.

    Nobody waits for the network: what a few calls need is claimed and committed first, then the answers of
    some seconds are stored in a transaction of their own, and one by one where that fails, so that one
    failing shipment stops no other. A killed run loses those answers; its numbers count as asked for, since
    they may have been.
    """

    # So many calls are claimed at a time, for so long: more than the slowest answers of all of them need.
    CALLS = 20
    MOST = 200
    CLAIM = timedelta(minutes=10)
    # Answers of so many parcels or so many seconds are stored together: most of the work is once for all.
    TOGETHER = 25
    HOLD = 5.0

    def __init__(self, env):
        self.env = env
        self.shipments = env["fmcg.shipment"]
        self.accounts = env["fmcg.tracking.account"]
        self.calls = {}
        self.turns = {}
        self.next = {}
        self.waiting = {}
        self.paused = set()
        self.left = float("inf")

    def run(self):
        """Ask until nothing is due, the day's calls are used up or the job's time is over."""
        accounts = self._ready()._begin_asking()
        try:
            self._share_out(accounts)
            self._ask(accounts)
            self._give_back()
        finally:
            self.env.cr.rollback()
            accounts._end_asking()

    def ask(self, shipment):
        """Ask for one shipment that a person wants to hear of at once."""
        account = shipment.account_id
        self._queue(account).extend(account._alone(shipment._claim_now))
        self._progress()
        while self._queue(account):
            self._call(account)

    def _ready(self):
        """Return the accounts that are asked and not paused, for which something may be due."""
        now = fields.Datetime.now()
        domain = ["|", ("paused_until", "=", False), ("paused_until", "<=", now)]
        accounts = self.accounts.search(domain).filtered("is_polled")
        due = self.shipments._read_group(
            [("account_id", "in", accounts.ids), ("next_poll_at", "<=", now)], ["account_id"]
        )
        return self.accounts.browse([account.id for (account,) in due])

    def _share_out(self, accounts):
        with contextlib.suppress(*COLLISIONS):
            accounts._alone(accounts._share_out)
        remaining = self.shipments.search_count(self.shipments._due_of(accounts)) if accounts else 0
        self._progress(remaining=remaining)

    def _ask(self, accounts):
        now = time.monotonic()
        waiting = [(now, account.id) for account in accounts]
        heapq.heapify(waiting)
        try:
            while waiting and self.left > 0:
                at, account_id = heapq.heappop(waiting)
                again = self._ask_one(self.accounts.browse(account_id), at)
                if again is not None:
                    heapq.heappush(waiting, (again, account_id))
                self._store_old()
        finally:
            self._store_all()

    def _ask_one(self, account, at):
        """Make the account's next call at that moment; return when it may call again, None for not at all.

        Where others of this run use its key, that may be later than it was thought, and nothing is done.
        """
        key, gap = self._turn(account)
        if self.next.get(key, at) > at:
            return self.next[key]
        if not self._claimed(account):
            return None
        time.sleep(max(0.0, at - time.monotonic()))
        self.next[key] = time.monotonic() + gap
        self._call(account)
        return self.next[key]

    def _turn(self, account):
        """Return how the account's calls keep their distance, read once: while the network is slow, no
        transaction is open.
        """
        if account.id not in self.turns:
            self.turns[account.id] = account._turn()
        return self.turns[account.id]

    def _queue(self, account):
        return self.calls.setdefault(account.id, deque())

    def _claimed(self, account):
        """Say whether there are calls for this account, claimed now where none are left."""
        if account.id in self.paused:
            return False
        queue = self._queue(account)
        if not queue:
            try:
                queue.extend(account._alone(partial(self._claim, account)))
            except COLLISIONS:
                _logger.info("tracking account %s is asked in the next run", account.id)
            self._progress()
        return bool(queue)

    def _claim(self, account):
        if account._is_paused():
            return []
        # After trouble one call shows whether it is over.
        calls = 1 if account.failures else self.CALLS
        return self.shipments._claim(account, calls, max(self.MOST, account._adapter().batch))

    def _call(self, account):
        shipments, ask, registering, _claim = self._queue(account).popleft()
        turn = self._turn(account)
        self.env.cr.rollback()
        self.env["fmcg.tracking.turn"].wait(*turn)
        heard = Heard(shipments, ask(), registering, time.monotonic())
        if heard.is_trouble():
            # What was heard before it says nothing of the account as it is now.
            self._store(account)
        self.waiting.setdefault(account.id, []).append(heard)
        parcels = sum(len(each.answers) for each in self.waiting[account.id])
        if heard.is_trouble() or parcels >= self.TOGETHER or not self._queue(account):
            self._store(account)

    def _store_old(self):
        """Store what has waited for long enough, whatever else is slow."""
        now = time.monotonic()
        for account_id, waiting in list(self.waiting.items()):
            if now - waiting[0].at >= self.HOLD:
                self._store(self.accounts.browse(account_id))

    def _store_all(self):
        for account_id in list(self.waiting):
            self._store(self.accounts.browse(account_id))

    def _store(self, account):
        waiting = self.waiting.pop(account.id, ())
        if not waiting:
            return
        for registering in (True, False):
            part = [heard for heard in waiting if heard.registering is registering]
            if part:
                shipments = self.shipments.concat(*(heard.shipments for heard in part))
                self._store_together(
                    account, shipments, [each for heard in part for each in heard.answers], registering
                )
        if account._is_paused():
            self.paused.add(account.id)
        self._progress(sum(len(heard.answers) for heard in waiting))

    def _store_together(self, account, shipments, answers, registering):
        try:
            account._alone(partial(shipments._heard, answers, registering))
        except Exception:
            self.env.cr.rollback()
            _logger.info("answers about %s shipments could not be stored together", len(shipments))
            shipments._heard_each(answers, registering)

    def _give_back(self):
        """Let go of what was claimed and not asked for; a paused account's waits for its pause to end."""
        for account_id, queue in self.calls.items():
            if queue:
                account = self.accounts.browse(account_id)
                with contextlib.suppress(*COLLISIONS):
                    account._alone(partial(self.shipments._give_back, account, list(queue)))
        self._progress()

    def _progress(self, processed=0, **values):
        self.left = self.env["ir.cron"]._commit_progress(processed, **values)
