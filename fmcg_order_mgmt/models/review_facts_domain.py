from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ..engine.review.checks.domain import Domains


class FmcgReviewFacts(models.AbstractModel):
    """Which orders the domains of administrators are about."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        fitting, broken = defaultdict(set), {}
        for rule in self.env["fmcg.review.rule"].sudo().search([("code", "=", "domain")]):
            try:
                with self._guarded():
                    for order in rule._fitting(orders):
                        fitting[order.id].add(rule.id)
            except (OperationalError, ConcurrencyError):
                raise
            except Exception as error:  # pylint: disable=broad-exception-caught
                broken[rule.id] = str(error)
        for order in orders:
            parts[order.id][Domains] = Domains(frozenset(fitting[order.id]), broken)
        return parts
