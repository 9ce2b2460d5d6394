from odoo import api, fields, models
from odoo.fields import Domain

from .order_request_screen import OPEN_STATES


class FmcgOrderRequest(models.Model):
    """Which messages wait for oneself, and which should have become an order by now."""

    _inherit = "fmcg.order.request"

    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="The day that the customer asked for is over, and there is no order yet.",
    )
    waits_for_me = fields.Boolean(
        string="Waiting for Me",
        compute="_compute_waits_for_me",
        search="_search_waits_for_me",
        help="Messages to settle that are from one's own customers, from nobody's, or entered by oneself.",
    )

    @api.depends("state", "draft_ids.requested_date", "draft_ids.state")
    @api.depends_context("tz", "uid")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for request in self:
            request.is_late = request in late

    def _search_is_late(self, operator, value):
        return self._late_domain() if operator == "in" else NotImplemented

    @api.model
    def _late_domain(self):
        undone = Domain("state", "not in", ("done", "ignored"))
        overdue = Domain("draft_ids", "any", undone & Domain("requested_date", "<", "today"))
        return Domain("state", "in", OPEN_STATES) & overdue

    @api.depends("state", "partner_id.user_id")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        waiting = self.filtered_domain(self._waits_for_me_domain())
        for request in self:
            request.waits_for_me = request in waiting

    def _search_waits_for_me(self, operator, value):
        return self._waits_for_me_domain() if operator == "in" else NotImplemented

    @api.model
    def _waits_for_me_domain(self):
        own = Domain("partner_id.user_id", "=", self.env.uid) | Domain("create_uid", "=", self.env.uid)
        nobodys = Domain("partner_id", "=", False) | Domain("partner_id.user_id", "=", False)
        return Domain("state", "in", OPEN_STATES) & (own | nobodys)
