import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine import tracking
from .poll_run import PollRun

_logger = logging.getLogger(__name__)


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
            self.sudo()._ask()
        return True

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
        """Return due shipments that no other run works on; they stay this run's until the claim is over.

        They are as many as so many calls ask for, ``most`` at most, and no more than the day allows.
        """
        any_left, urgent_left = account._room()[account.id]
        calls = min(calls, any_left or urgent_left)
        domain = self._due_of(account)
        due = self.search(domain, order="next_poll_at, id", limit=min(calls * account._adapter().batch, most))
        claimed = due.try_lock_for_update(allow_referencing=True).filtered_domain(domain)
        claimed.write({"next_poll_at": fields.Datetime.now() + PollRun.CLAIM})
        return claimed

    def _calls(self):
        """Return the calls that ask for these shipments of one account, none of which needs a query."""
        account, calls = self.account_id, []
        adapter, registering = account._adapter(), self._to_register()
        kinds = (
            (registering, account._telling, True, adapter.told_at_once(account._credentials())),
            (self - registering, account._question, False, adapter.batch),
        )
        for shipments, make, telling, size in kinds:
            for ids in split_every(size, shipments.ids) if shipments else ():
                part = self.browse(ids).with_prefetch(self.ids)
                calls.append((part, make([shipment._waybill() for shipment in part]), telling))
        return calls

    def _ask(self):
        """Ask for these shipments of one account now, and store the answers."""
        for shipments, ask, registering in self._calls():
            answers = ask()
            shipments._heard(answers, registering)

    def _heard(self, answers, registering):
        """Store the answers to a call, and what they show of the account."""
        account = self.account_id
        failed = sum(answer.health == "provider_down" for answer in answers)
        account._count(calls=1, waybills=len(self), failed=failed)
        account._note(answers)
        self._take_answers(answers, registering=registering)

    def _heard_each(self, answers, registering):
        """Store what could not be stored together one by one, so that one failing shipment stops no other."""
        for shipment_id, answer in zip(self.ids, answers, strict=True):
            shipment = self.browse(shipment_id)
            try:
                shipment._take_answers([answer], registering=registering)
                self.env.flush_all()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("the answer about shipment %s could not be stored", shipment_id)
                shipment._postpone()
            self.env["ir.cron"]._commit_progress()
