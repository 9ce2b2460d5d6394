import heapq
import logging
import time
from collections import deque
from datetime import timedelta

from odoo import fields

_logger = logging.getLogger(__name__)


class PollRun:
    """One run of the job that asks the carriers: all accounts in turn, none faster than it allows.

    Nobody waits for the network: what a few calls need is claimed and committed first, then each call's
    answers are stored in a transaction of their own. So one failing shipment stops no other, and a killed run
    loses one call's answers, which are asked for again when the claim is over.
    """

    # So many calls are claimed at a time, for so long: more than the slowest answers of all of them need.
    CALLS = 20
    MOST = 200
    CLAIM = timedelta(minutes=10)

    def __init__(self, env):
        self.env = env
        self.shipments = env["fmcg.shipment"]
        self.accounts = env["fmcg.tracking.account"]
        self.calls = {}
        self.paused = set()
        self.left = float("inf")

    def run(self):
        """Ask until nothing is due, the day's calls are used up or the job's time is over."""
        accounts = self._ready()
        accounts._share_out()
        remaining = self.shipments.search_count(self.shipments._due_of(accounts)) if accounts else 0
        self._progress(remaining=remaining)
        turns = [(account._ready_in(), account.id) for account in accounts]
        start = time.monotonic()
        heapq.heapify(turns)
        while turns and self.left > 0:
            at, account_id = heapq.heappop(turns)
            account = self.accounts.browse(account_id)
            if not self._claimed(account):
                continue
            time.sleep(max(0.0, start + at - time.monotonic()))
            heapq.heappush(turns, (self._call(account) - start, account_id))
        self._give_back()

    def _ready(self):
        """Return the accounts that are asked and not paused, for which something may be due."""
        now = fields.Datetime.now()
        domain = ["|", ("paused_until", "=", False), ("paused_until", "<=", now)]
        accounts = self.accounts.search(domain).filtered("is_polled")
        due = self.shipments._read_group(
            [("account_id", "in", accounts.ids), ("next_poll_at", "<=", now)], ["account_id"]
        )
        return self.accounts.browse([account.id for (account,) in due])

    def _claimed(self, account):
        """Say whether there are calls for this account, claimed now where none are left.

        After the last commit there is no query, so that no transaction is open while we wait and ask.
        """
        if account.id in self.paused:
            return False
        queue = self.calls.setdefault(account.id, deque())
        if not queue:
            # After trouble one call shows whether it is over.
            calls = 1 if account.failures else self.CALLS
            claimed = self.shipments._claim(account, calls, max(self.MOST, account._adapter().batch))
            queue.extend(claimed._calls() if claimed else ())
            self._progress()
        return bool(queue)

    def _call(self, account):
        """Make the next call and store what it brings; return the moment at which another one may follow."""
        shipments, ask, registering = self.calls[account.id].popleft()
        account._called()
        answers = ask()
        try:
            shipments._heard(answers, registering)
            self.env.flush_all()
        except Exception:
            self.env.cr.rollback()
            _logger.info("answers about %s shipments could not be stored together", len(shipments))
            shipments._heard_each(answers, registering)
        if account.paused_until and account.paused_until > fields.Datetime.now():
            self.paused.add(account.id)
        ready = time.monotonic() + account._ready_in()
        self._progress(len(shipments))
        return ready

    def _give_back(self):
        """Let go of what was claimed and not asked for; a paused account's waits for its pause to end."""
        for account_id, queue in self.calls.items():
            account = self.accounts.browse(account_id)
            moment = max(fields.Datetime.now(), account.paused_until or fields.Datetime.now())
            for shipments, _ask, _registering in queue:
                shipments.write({"next_poll_at": moment})
        self._progress()

    def _progress(self, processed=0, **values):
        self.left = self.env["ir.cron"]._commit_progress(processed, **values)
