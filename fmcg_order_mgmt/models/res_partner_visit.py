from odoo import fields, models

from ..engine.visit_plan import VisitPlan
from .route import WEEKDAYS

WEEKDAY_FIELDS = tuple(f"fmcg_visit_{name}" for name in WEEKDAYS)
PLAN_FIELDS = (
    *WEEKDAY_FIELDS,
    "fmcg_visit_every_weeks",
    "fmcg_visit_from",
    "fmcg_visit_sequence",
    "user_id",
    "company_id",
    "active",
)


class ResPartner(models.Model):
    """When the salesperson calls on a customer."""

    _inherit = "res.partner"

    fmcg_visit_mon = fields.Boolean(string="Visit on Monday")
    fmcg_visit_tue = fields.Boolean(string="Visit on Tuesday")
    fmcg_visit_wed = fields.Boolean(string="Visit on Wednesday")
    fmcg_visit_thu = fields.Boolean(string="Visit on Thursday")
    fmcg_visit_fri = fields.Boolean(string="Visit on Friday")
    fmcg_visit_sat = fields.Boolean(string="Visit on Saturday")
    fmcg_visit_sun = fields.Boolean(string="Visit on Sunday")
    fmcg_visit_every_weeks = fields.Selection(
        [("1", "Every week"), ("2", "Every second week"), ("4", "Every fourth week")],
        string="Visit How Often",
        default="1",
    )
    fmcg_visit_from = fields.Date(
        string="Visits Begin",
        help="No visit is planned before. Every second or fourth week is counted from the week of this day.",
    )
    fmcg_visit_sequence = fields.Integer(
        string="Place in the Tour", default=10, help="The visits of a day are made from low to high."
    )
    fmcg_visit_count = fields.Integer(string="Visits", compute="_compute_fmcg_visit_count")

    def _compute_fmcg_visit_count(self):
        counts = self.env["fmcg.visit"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        by_partner = {partner.id: count for partner, count in counts}
        for partner in self:
            partner.fmcg_visit_count = by_partner.get(partner.id, 0)

    def write(self, vals):
        """Let planned visits follow a plan that changes."""
        if not vals.keys() & PLAN_FIELDS:
            return super().write(vals)
        before = {partner: partner._fmcg_visit_terms() for partner in self}
        result = super().write(vals)
        changed = self.filtered(lambda partner: partner._fmcg_visit_terms() != before[partner])
        if changed:
            self.env["fmcg.visit"].sudo()._forget(changed)
        return result

    def action_fmcg_visits(self):
        """Open the visits to these customers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_visit")
        return action | {
            "domain": [("partner_id", "in", self.ids)],
            "context": {"default_partner_id": self.id if len(self) == 1 else False},
        }

    def _fmcg_visit_terms(self):
        """Return what the planned visits depend on; None without a plan."""
        if any(self[name] for name in WEEKDAY_FIELDS):
            return [self[name] for name in PLAN_FIELDS]
        return None

    def _fmcg_visit_plan(self):
        weekdays = {day for day, name in enumerate(WEEKDAY_FIELDS) if self[name]}
        return VisitPlan(weekdays, int(self.fmcg_visit_every_weeks or 1), self.fmcg_visit_from or None)

    def _fmcg_visit_values(self, day):
        """Return the values of a visit by plan on that day."""
        return {
            "partner_id": self.id,
            "user_id": self.user_id.id,
            "company_id": (self.company_id or self.user_id.company_id).id,
            "date": day,
            "plan_date": day,
            "sequence": self.fmcg_visit_sequence,
        }
