import logging
from datetime import datetime, time, timedelta

import pytz
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain

from ..engine.period import last_day

_logger = logging.getLogger(__name__)

PERIODS = ("weekly", "monthly")


class SaleOrder(models.Model):
    """Invoices follow the customer's policy, else that of the order's type."""

    _inherit = "sale.order"

    def _fmcg_invoicing(self):
        """Return when the order is invoiced, False for orders that are not ours."""
        if not (self.fmcg_channel_id or self.fmcg_order_type_id):
            return False
        own = self.sudo().partner_invoice_id.commercial_partner_id.fmcg_invoicing
        return self.fmcg_order_type_id.invoicing if own in (False, "type") else own

    def _fmcg_create_invoices(self):
        moves = super()._fmcg_create_invoices()
        moves._fmcg_post()
        return moves

    def _fmcg_invoice_failed(self, reason):
        """Tell that orders could not be invoiced, once for each."""
        self._fmcg_done_activities("fmcg_order_mgmt.activity_invoice_failed")
        for order in self:
            order.activity_schedule("fmcg_order_mgmt.activity_invoice_failed", note=reason)

    # -- weekly and monthly invoices

    @api.model
    def _cron_invoice_periods(self):
        """Make the draft invoices of the weeks and months that are over, one for a customer and period.

        Each customer is a transaction: what was made is not made again, and who fails does not stop others.
        """
        due = self._fmcg_due_periods()
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(due))
        for end, ids in due:
            self.browse(ids)._fmcg_try_period(end)
            if not commit(1):
                break

    @api.model
    def _fmcg_due_periods(self):
        """Return pairs of a period's last day and the ids of a customer's orders to be invoiced for it."""
        due = []
        for (company,) in self._read_group(self._fmcg_period_domain(PERIODS), ["company_id"]):
            today = fields.Date.context_today(company.with_context(tz=company.partner_id.tz or "UTC"))
            for kind in PERIODS:
                end = last_day(kind, today)
                due += [(end, orders.ids) for orders in self._fmcg_of_period(company, kind, end)]
        return due

    @api.model
    def _fmcg_of_period(self, company, kind, end):
        """Return the orders to be invoiced for a period, a recordset for each customer."""
        over = self._fmcg_midnight(company, end)
        delivered = Domain("effective_date", "<", over)
        waiting = Domain("effective_date", "=", False) & Domain("date_order", "<", over)
        domain = Domain("company_id", "=", company.id) & self._fmcg_period_domain([kind])
        domain &= delivered | waiting
        by_customer = self.search(domain, order="id").grouped("partner_invoice_id")
        made = self.env["account.move"].search(
            Domain("company_id", "=", company.id)
            & Domain("fmcg_period_end", "=", end)
            & Domain("state", "!=", "cancel")
            & Domain("partner_id", "in", [customer.id for customer in by_customer])
        )
        return [orders for customer, orders in by_customer.items() if customer not in made.partner_id]

    @api.model
    def _fmcg_period_domain(self, kinds):
        """Orders of ours that have something to invoice to customers with these policies."""
        ours = Domain("fmcg_channel_id", "!=", False) | Domain("fmcg_order_type_id", "!=", False)
        return (
            Domain("state", "=", "sale")
            & Domain("invoice_status", "=", "to invoice")
            & Domain("partner_invoice_id.commercial_partner_id.fmcg_invoicing", "in", kinds)
            & ours
        )

    @api.model
    def _fmcg_midnight(self, company, day):
        """Return the moment at which a day ends by the clock of a company, in UTC."""
        zone = pytz.timezone(company.partner_id.tz or "UTC")
        local = zone.localize(datetime.combine(day + timedelta(days=1), time()))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _fmcg_try_period(self, end):
        try:
            # Who works on one of them now gets the customer's invoice with the next run.
            if len(self.try_lock_for_update()) == len(self):
                self._fmcg_invoice_period(end)
        except OperationalError:
            self.env.cr.rollback()
        except Exception as error:  # pylint: disable=broad-exception-caught
            self.env.cr.rollback()
            _logger.warning("Orders %s could not be invoiced for their period", self.ids, exc_info=True)
            self._fmcg_invoice_failed(str(error))

    def _fmcg_invoice_period(self, end):
        """Make the one draft invoice of a customer's orders for a period."""
        orders = self.sudo().with_context(fmcg_period_end=end, raise_if_nothing_to_invoice=False)
        try:
            with self.env.cr.savepoint():
                moves = orders._create_invoices()
        except (UserError, RedirectWarning) as error:
            return self._fmcg_invoice_failed(str(error))
        self._fmcg_done_activities("fmcg_order_mgmt.activity_invoice_failed")
        moves.fmcg_period_end = end
        return moves._fmcg_post()

    def _get_invoice_grouping_keys(self):
        keys = super()._get_invoice_grouping_keys()
        if self.env.context.get("fmcg_period_end"):
            # One for all addresses that the customer has.
            keys = [key for key in keys if key != "partner_shipping_id"]
        return keys
