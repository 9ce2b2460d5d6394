from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.review.checks.overdue import Due, Overdue


class FmcgReviewFacts(models.AbstractModel):
    """What customers owe and should have paid."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        due, paid = self._receivables(orders)
        for order in orders:
            key = (order.company_id.id, order.partner_id.commercial_partner_id.id)
            parts[order.id][Overdue] = Overdue(order.company_id.currency_id.id, tuple(due[key]), paid[key])
        return parts

    @api.model
    def _receivables(self, orders):
        """Return what is due, and what was paid for nothing in particular, by company and customer (ids)."""
        due, paid = defaultdict(list), defaultdict(float)
        for company, group in orders.grouped("company_id").items():
            today = fields.Date.context_today(company.with_context(tz=company.partner_id.tz or "UTC"))
            for partner, day, owed, count, credit in self._open_receivables(company, group):
                if owed and day and day < today:
                    due[company.id, partner].append(Due((today - day).days, owed, count))
                paid[company.id, partner] += credit
        return due, paid

    @api.model
    def _open_receivables(self, company, orders):
        """Return rows of customer, day, sum owed, number of invoices and sum of what is to the good."""
        self.env["account.move.line"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["account.account"].flush_model(["account_type"])
        query = SQL(
            """
            SELECT p.commercial_partner_id,
                   COALESCE(l.date_maturity, l.date),
                   COALESCE(SUM(l.amount_residual) FILTER (WHERE l.amount_residual > 0), 0),
                   COUNT(DISTINCT l.move_id) FILTER (WHERE l.amount_residual > 0),
                   COALESCE(-SUM(l.amount_residual) FILTER (WHERE l.amount_residual < 0), 0)
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
              JOIN res_partner p ON p.id = l.partner_id
             WHERE l.reconciled IS NOT TRUE
               AND l.parent_state = 'posted'
               AND a.account_type = 'asset_receivable'
               AND l.company_id = %(company)s
               AND p.commercial_partner_id IN %(partners)s
             GROUP BY 1, 2
            """,
            company=company.id,
            partners=tuple(orders.partner_id.commercial_partner_id.ids),
        )
        return self.env.execute_query(query)
