from odoo import models

from ..engine.review.check import CHECKS, IN_GENERAL, Check


class FmcgReviewFinding(models.Model):
    """What a customer is asked about a finding, in the customer's language."""

    _inherit = "fmcg.review.finding"

    def action_ask_customer(self):
        """Open the form in which the customer is asked about this finding."""
        self.ensure_one()
        return self.order_id._fmcg_ask_form("customer", self.env._("Ask the Customer"), self)

    def _customer_question(self, lang):
        """Return the question about this finding, or about none, as one or two sentences."""
        check = CHECKS.get(self.rule_id.code, Check)
        # Our own numbers of products are nothing to the customer.
        finding = self.with_context(lang=lang, display_default_code=False)
        told = {"unit": finding._unit_name(lang)}
        general = self.browse().with_context(lang=lang)
        return finding._filled(check.question(self.code), check, told) or general._filled(
            IN_GENERAL, Check, {}
        )

    def _unit_name(self, lang):
        """Return the unit of the figures as it is called in a language; they have it in the reviewer's."""
        written = (self.figures or {}).get("unit") or ""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for unit in self.product_id.uom_id | self.product_id.uom_ids:
            if written in {unit.with_context(lang=code).name for code in languages}:
                return unit.with_context(lang=lang).name
        return written
