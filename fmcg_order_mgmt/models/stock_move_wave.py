from odoo import models
from odoo.fields import Domain


class StockMove(models.Model):
    """What is changed on an order before its wave is picked goes to the delivery in the wave."""

    _inherit = "stock.move"

    def _search_picking_for_assignation_domain(self):
        """Let moves join deliveries in waves of ours that nobody has started: core keeps out of all waves."""
        domain = Domain(super()._search_picking_for_assignation_domain())
        waits = Domain("batch_id.fmcg_day", "!=", False) & Domain("batch_id.state", "=", "draft")
        return Domain.AND(
            part | waits if _is_about_batches(part) else part
            for part in getattr(domain, "children", (domain,))
        )


def _is_about_batches(domain):
    return any(condition.field_expr.startswith("batch_id") for condition in domain.iter_conditions())
