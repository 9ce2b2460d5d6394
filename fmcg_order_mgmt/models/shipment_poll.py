import logging
from datetime import datetime
from functools import partial
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine import tracking
from .collision import COLLISIONS
from .poll_run import PollRun

_logger = logging.getLogger(__name__)


class Claim(NamedTuple):
    """What a claim wrote: when it was made and ends, and when each shipment, by id, was asked for before."""

    made: datetime
    ends: datetime
    before: dict


class FmcgShipment(models.Model):
    """Asks the carriers."""

    _inherit = "fmcg.shipment"

    def action_ask_now(self):
        """Ask the carrier at once for one shipment; several are left to the scheduled job.

        :raises UserError: nobody to ask, asked so recently that the provider would lock the number, the
            account is left in peace, or its calls of the day are used up
        """
        self.check_access("write")
        self.account_id._check_may_ask()
        for shipment in self:
            shipment._check_may_ask()
        if len(self) > 1:
            self.write({"next_poll_at": fields.Datetime.now()})
            self.env.ref("fmcg_order_mgmt.ir_cron_poll_shipments").sudo()._trigger()
        elif self:
            self.sudo()._ask_now()
        return True

    def _ask_now(self):
        """Ask in transactions of their own: a request that is done again would ask again."""
        with self.env.registry.cursor() as cr:
            known = self.with_env(self.env(cr=cr)).exists()
            if known:
                PollRun(known.env).ask(known)
        if known:
            self.invalidate_recordset()
            return
        # Nobody else can see yet what this very transaction has made. Nothing is held up while it waits.
        self.env["fmcg.tracking.turn"].wait(*self.account_id._turn())
        for part, ask, registering, _claim in self._claim_now():
            part._heard(ask(), registering)

    def _check_may_ask(self):
        if not self.is_polled or (self.account_id._needs_carrier() and not self.carrier_code):
            raise UserError(
                self.env._("Nobody can be asked about %s: it needs an account and a carrier code.", self.name)
            )
        again = self.last_polled_at and self.last_polled_at + self.account_id._floor()
        if again and again > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "%(waybill)s was asked for moments ago, and the provider locks numbers that are asked "
                    "for too often. What you see is its last answer; ask again after %(time)s.",
                    waybill=self.name,
                    time=fields.Datetime.context_timestamp(self, again).strftime("%H:%M"),
                )
            )

    @api.model
    def _due_of(self, accounts):
        """Return the domain of what is to be asked for now with these accounts, within their day's calls."""
        now = fields.Datetime.now()
        room = accounts._room()
        urgent = Domain("state", "in", list(tracking.URGENT))
        due = Domain.OR(
            Domain("account_id", "=", account.id) & (Domain.TRUE if room[account.id][0] else urgent)
            for account in accounts
            if any(room[account.id])
        )
        return Domain("next_poll_at", "<=", now) & due

    @api.model
    def _cron_poll(self):
        """Ask for the shipments that are due, each account at its own pace; called by the scheduled job."""
        PollRun(self.env).run()

    @api.model
    def _claim(self, account, calls, most):
        """Claim due shipments that no other run works on, and return the calls that ask for them.

        They are as many as so many calls ask for, ``most`` at most, and no more than the day allows; urgent
        ones first. What is claimed counts as asked for, so that no number is asked for twice whoever is
        killed meanwhile.
        """
        any_left, urgent_left = account._room()[account.id]
        calls = min(calls, any_left or urgent_left)
        domain = self._due_of(account)
        due = self._most_urgent(domain, min(calls * account._adapter().batch, most))
        free = due.try_lock_for_update(allow_referencing=True).filtered_domain(domain)
        return free._claimed_calls(calls)

    @api.model
    def _most_urgent(self, domain, limit):
        """Return so many of the shipments in a domain: those in urgent states, then the others, by time."""
        urgent, order = Domain("state", "in", list(tracking.URGENT)), "next_poll_at, id"
        first = self.search(domain & urgent, order=order, limit=limit)
        left = limit - len(first)
        return first + self.search(domain & ~urgent, order=order, limit=left) if left else first

    def _claim_now(self):
        """Claim a shipment for a person, whenever it is due."""
        if not self.try_lock_for_update(allow_referencing=True):
            raise LockError(self.env._("Somebody else works on %s. Try again in a moment.", self.name))
        self._check_may_ask()
        return self._claimed_calls(1)

    def _claimed_calls(self, most):
        """Return ``most`` calls that ask for some of these shipments, which are claimed."""
        calls = self._calls()[:most]
        claimed = self.browse(shipment.id for part, _ask, _registering in calls for shipment in part)
        now, account = fields.Datetime.now(), claimed.account_id
        before = {each.id: each.last_polled_at for each in claimed}
        if claimed:
            claim = Claim(now, now + PollRun.CLAIM + account._floor(), before)
            claimed.write({"next_poll_at": claim.ends, "last_polled_at": now})
            account._count(calls=len(calls))
        return [(*call, claim) for call in calls]

    @api.model
    def _give_back(self, account, calls):
        """Let others ask for what was claimed for these calls of an account, unless somebody did already."""
        moment = max(fields.Datetime.now(), account.paused_until or fields.Datetime.now())
        for shipments, _ask, _registering, claim in calls:
            for each in shipments.exists():
                if (each.last_polled_at, each.next_poll_at) == (claim.made, claim.ends):
                    each.write({"next_poll_at": moment, "last_polled_at": claim.before[each.id]})
            account._count(calls=-1, day=account._today(claim.made))

    def _calls(self):
        """Return the calls that ask for these shipments of one account, none of which needs a query."""
        if not self:
            return []
        account, calls, registering = self.account_id, [], self._to_register()
        adapter = account._adapter()
        kinds = (
            (registering, account._telling, True, adapter.told_at_once(account._credentials())),
            (self - registering, account._question, False, adapter.batch),
        )
        for shipments, make, telling, size in kinds:
            for ids in split_every(size, shipments.ids):
                part = self.browse(ids).with_prefetch(self.ids)
                calls.append((part, make([shipment._waybill() for shipment in part]), telling))
        return calls

    def _heard(self, answers, registering):
        """Store the answers to one or several calls, and what they show of the account."""
        self._heard_of_account(answers)
        self._take_answers(answers, registering=registering)

    def _heard_of_account(self, answers):
        failed = sum(answer.health == "provider_down" for answer in answers)
        self.account_id._count(waybills=len(self), failed=failed)
        self.account_id._note(answers)

    def _heard_each(self, answers, registering):
        """Store what could not be stored together one by one, so that one failing shipment stops no other."""
        self._store_alone(self._heard_of_account, answers)
        for shipment_id, answer in zip(self.ids, answers, strict=True):
            shipment = self.browse(shipment_id)
            if not shipment._store_alone(shipment._take_answers, [answer], registering=registering):
                shipment._store_alone(shipment._postpone)
            self.env["ir.cron"]._commit_progress()

    def _store_alone(self, store, *args, **values):
        """Store something of these shipments; return False when that fails.

        Where others hold a shipment all the time, it is asked for again when its claim is over.
        """
        try:
            self.account_id._alone(partial(store, *args, **values))
        except COLLISIONS:
            self.env.cr.rollback()
            _logger.info("shipments %s are held by others", self.ids)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("an answer about the shipments %s could not be stored", self.ids)
            return False
        return True
