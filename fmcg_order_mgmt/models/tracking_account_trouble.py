from odoo import fields, models

from .tracking_account import SETTINGS, UNHEARD

TROUBLE = "fmcg_order_mgmt.activity_tracking_trouble"
CALL = "fmcg_order_mgmt.activity_tracking_call"
# Whoever opens the account must act: no parcel gets an answer, and none raises an alert for it.
STOPPED = ("auth_error", "quota")


class FmcgTrackingAccount(models.Model):
    """Tells a manager once of what only people can mend: the account itself, and calls that make no sense."""

    _name = "fmcg.tracking.account"
    _inherit = ["fmcg.tracking.account", "fmcg.tracking.told"]

    # One of STOPPED, of which a manager was told.
    trouble = fields.Char(readonly=True, copy=False)

    def write(self, vals):
        result = super().write(vals)
        if SETTINGS & vals.keys() or vals.get("last_error") is False:
            self._end_trouble()
        return result

    def _note(self, answers):
        result = super()._note(answers)
        stopped = next((answer for answer in answers if answer.health in STOPPED), None)
        if stopped and all(answer.health in UNHEARD for answer in answers):
            self.sudo()._begin_trouble(stopped)
        return result

    def _begin_trouble(self, answer):
        if self.trouble == answer.health:
            return
        self._end_trouble()
        self.trouble = answer.health
        self._tell_manager(TROUBLE, lambda account: account._explain(answer), self.company_id)

    def _end_trouble(self):
        """Close what asks about an account that is answered again, or may be since it was changed."""
        for account in self.sudo().filtered("trouble"):
            account.trouble = False
            reader = account.with_context(lang=account.company_id.partner_id.lang or self.env.lang)
            reader.activity_feedback(
                [TROUBLE],
                feedback=reader.env._("The account is answered again, or its settings were changed."),
            )

    def _tell_of_calls(self, calls):
        """Have a manager look at calls that could not be understood, unless one is asked to already."""
        account = self.sudo()
        if not account.activity_search([CALL]):
            account._tell_manager(CALL, lambda reader: reader._words_of_calls(calls), account.company_id)

    def _words_of_calls(self, calls):
        return self.env._(
            "A call of %(account)s could not be understood: %(fault)s. It is kept for a week in Calls of "
            "Carriers. See what it says, and have it read again once the reason is mended.",
            account=self.name,
            fault=calls[:1].fault or "-",
        )
