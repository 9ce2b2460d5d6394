from odoo import fields, models


class FmcgReviewLaneRecord(models.Model):
    """Who or what closed a lane, who opened it again, when and why."""

    _name = "fmcg.review.lane.record"
    _inherit = ["fmcg.append.only"]
    _description = "Decision on a Touchless Lane"
    _order = "id desc"
    _rec_name = "kind"

    lane_id = fields.Many2one(
        "fmcg.review.lane", required=True, index=True, ondelete="cascade", readonly=True
    )
    kind = fields.Selection(
        [("closed", "Closed"), ("opened", "Opened")], string="Decision", required=True, readonly=True
    )
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    automatic = fields.Boolean(readonly=True, help="The audits closed it, not a person.")
    date = fields.Datetime(required=True, readonly=True)
    reason = fields.Text(readonly=True)
    figures = fields.Json(readonly=True, help="What the audits had found at that moment.")
