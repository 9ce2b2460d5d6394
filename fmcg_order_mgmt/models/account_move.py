from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date


class AccountMove(models.Model):
    """Invoices that orders bring about."""

    _inherit = "account.move"

    fmcg_period_end = fields.Date(
        string="Period Until",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The invoice has what the customer's orders of this week or month brought up to this day.",
    )

    def _fmcg_post(self):
        """Post drafts where their company says so; one that cannot be posted stays, and says why."""
        for move in self.sudo().filtered(lambda move: move.company_id.fmcg_post_invoices):
            try:
                with self.env.cr.savepoint():
                    move._fmcg_check_open()
                    move._post(soft=False)
            except (UserError, RedirectWarning) as error:
                move.activity_schedule(
                    "fmcg_order_mgmt.activity_invoice_waits",
                    note=str(error),
                    user_id=move.company_id.fmcg_accountant_id.id or False,
                )

    def _fmcg_check_open(self):
        """Refuse a date in a period that is locked: core would move it to another one without a word."""
        day = self.invoice_date or fields.Date.context_today(self)
        locks = self._get_violated_lock_dates(day, bool(self.line_ids.tax_ids))
        if locks:
            raise UserError(
                self.env._(
                    "%(invoice)s was not posted: accounting has locked the time until %(day)s. "
                    "Give it a later date, or have the lock taken off.",
                    invoice=self.display_name,
                    day=format_date(self.env, max(day for day, _name in locks)),
                )
            )
