from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime, dateutil, safe_eval


class FmcgReviewRule(models.Model):
    """A rule that an administrator writes without a programmer: a domain of orders, and what to say."""

    _inherit = "fmcg.review.rule"

    domain = fields.Char(default="[]", help="The orders that the rule finds.")
    message = fields.Char(
        translate=True, help="What the reviewer reads about such an order. Empty: the rule's name."
    )

    @api.constrains("code", "domain")
    def _check_domain(self):
        for rule in self.filtered(lambda rule: rule.code == "domain"):
            try:
                with self.env.cr.savepoint():
                    self.env["sale.order"].sudo().search(rule._parsed_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "The domain of %(rule)s cannot be used: %(reason)s", rule=rule.name, reason=error
                    )
                ) from error

    def _parsed_domain(self):
        """Return the domain, an empty one refused: that would be every order.

        It knows the day and no user: what a check finds does not depend on who asks.
        """
        names = {
            "context_today": lambda: fields.Date.context_today(self),
            "datetime": datetime,
            "relativedelta": dateutil.relativedelta.relativedelta,
        }
        domain = Domain(safe_eval(self.domain or "[]", names))
        if domain.is_true():
            raise ValueError(self.env._("it is empty and would find every order"))
        return domain

    def _fitting(self, orders):
        """Return the orders that the domain finds, each seen from its own company."""
        found = orders.browse()
        for company, group in orders.grouped("company_id").items():
            model = group.with_company(company)
            found |= model.search(self._parsed_domain() & Domain("id", "in", group.ids))
        return found
