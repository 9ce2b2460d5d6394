from odoo import api, fields, models
from odoo.fields import Domain

from .sale_order_review import OPEN_STATES
from .shipment import TROUBLED_STATES

OVER_STAGES = ("delivered", "closed", "cancelled")


class SaleOrder(models.Model):
    """What everybody looks for again and again: what is late, and what waits for oneself."""

    _inherit = "sale.order"

    fmcg_is_late = fields.Boolean(
        string="Late",
        compute="_compute_fmcg_is_late",
        search="_search_fmcg_is_late",
        help="The requested day, else the promised one, is over, and the goods have not arrived.",
    )
    fmcg_waits_for_me = fields.Boolean(
        string="Waiting for Me",
        compute="_compute_fmcg_waits_for_me",
        search="_search_fmcg_waits_for_me",
        help="One's own orders that were rejected or that a check speaks against; for a reviewer, orders in "
        "review that are one's own to decide or nobody's; for a dispatcher, what could not be released and "
        "shipments in trouble.",
    )

    @api.depends("commitment_date", "fmcg_promised_on", "fmcg_stage")
    @api.depends_context("tz", "uid")
    def _compute_fmcg_is_late(self):
        late = self.filtered_domain(self._fmcg_late_domain())
        for order in self:
            order.fmcg_is_late = order in late

    def _search_fmcg_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._fmcg_late_domain()

    @api.model
    def _fmcg_late_domain(self):
        today = fields.Date.context_today(self)
        wanted = Domain("commitment_date", "<", self.env["fmcg.finding"]._midnight(today))
        promised = Domain("commitment_date", "=", False) & Domain("fmcg_promised_on", "<", today)
        return (wanted | promised) & Domain("fmcg_stage", "not in", OVER_STAGES)

    @api.depends(
        "state",
        "fmcg_review_state",
        "fmcg_reviewer_id",
        "user_id",
        "fmcg_block_count",
        "fmcg_warn_count",
        "fmcg_release_error",
        "fmcg_shipment_state",
        "fmcg_stage",
    )
    @api.depends_context("uid")
    def _compute_fmcg_waits_for_me(self):
        waiting = self.filtered_domain(self._fmcg_waits_for_me_domain())
        for order in self:
            order.fmcg_waits_for_me = order in waiting

    def _search_fmcg_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._fmcg_waits_for_me_domain()

    @api.model
    def _fmcg_waits_for_me_domain(self):
        user, own = self.env.user, Domain("user_id", "=", self.env.uid)
        pending = Domain("fmcg_review_state", "=", "pending")
        if user.has_group("fmcg_order_mgmt.group_fmcg_reviewer"):
            pending &= Domain("fmcg_reviewer_id", "in", (False, user.id))
        else:
            pending &= own & (Domain("fmcg_block_count", ">", 0) | Domain("fmcg_warn_count", ">", 0))
        waits = Domain("fmcg_review_state", "=", "rejected") & own | pending
        if not user.has_group("fmcg_order_mgmt.group_fmcg_dispatcher"):
            return Domain("state", "in", OPEN_STATES) & waits
        waits |= Domain("fmcg_review_state", "=", "approved") & Domain("fmcg_release_error", "!=", False)
        troubled = Domain("fmcg_shipment_state", "in", TROUBLED_STATES)
        return Domain("state", "in", OPEN_STATES) & waits | troubled & Domain(
            "fmcg_stage", "not in", OVER_STAGES
        )
