from odoo import fields, models


class FmcgReviewLaneReason(models.TransientModel):
    """Asks for the words that a decision on lanes, or a bad audit, is put on record with."""

    _name = "fmcg.review.lane.reason"
    _description = "Reason for a Decision on a Lane"

    lane_ids = fields.Many2many("fmcg.review.lane", readonly=True)
    audit_ids = fields.Many2many("fmcg.review.audit", readonly=True)
    kind = fields.Selection(
        [("open", "Open again"), ("close", "Close"), ("wrong", "Should not have passed")],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)

    def action_decide(self):
        """Take the decision; the records check who may."""
        if self.kind == "wrong":
            return self.audit_ids.action_wrong(self.reason)
        act = self.lane_ids.action_open if self.kind == "open" else self.lane_ids.action_close
        return act(self.reason)
