from odoo import api, fields, models


class SaleOrder(models.Model):
    """What the screens show of a review."""

    _inherit = "sale.order"

    fmcg_is_gated = fields.Boolean(compute="_compute_fmcg_gate")
    fmcg_gate_reason = fields.Char(string="Why It Waits", compute="_compute_fmcg_gate")
    fmcg_finding_text = fields.Char(string="What the Checks Found", compute="_compute_fmcg_finding_text")

    @api.depends(
        "state",
        "fmcg_review_state",
        "fmcg_channel_id",
        "company_id",
        "amount_total",
        "partner_id",
        "partner_shipping_id",
        "commitment_date",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.discount",
    )
    def _compute_fmcg_gate(self):
        for order in self:
            order.fmcg_is_gated = order._fmcg_is_gated()
            reason = order._fmcg_gate_message() if order.state in ("draft", "sent") else ""
            order.fmcg_gate_reason = f"{reason[:1].upper()}{reason[1:]}" if reason else False

    @api.depends("fmcg_finding_ids.message", "fmcg_finding_ids.state")
    @api.depends_context("lang")
    def _compute_fmcg_finding_text(self):
        for order in self:
            found = order.fmcg_finding_ids.filtered(lambda finding: finding.state == "open")
            order.fmcg_finding_text = " ".join(found.mapped("message"))

    def action_fmcg_ask_approve(self):
        """Approve orders, asking for a reason first where a finding blocks."""
        if self._fmcg_to_decide()._fmcg_open_findings("block"):
            return self._fmcg_ask_reason("approved", self.env._("Approve"))
        self.action_fmcg_approve()
        return self._fmcg_tell_unreleased()

    def action_fmcg_ask_reject(self):
        """Ask why orders are rejected."""
        return self._fmcg_ask_reason("rejected", self.env._("Reject"))

    def _fmcg_ask_reason(self, kind, title):
        orders = self._fmcg_to_decide()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "fmcg.review.reason",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_order_ids": [fields.Command.set(orders.ids)],
                "fmcg_single": len(orders) == 1,
            },
        }

    def _fmcg_tell_unreleased(self):
        """Say which approved orders could not be released; the form of a single one says so itself."""
        failed = self.filtered("fmcg_release_error")
        if len(self) == 1 or not failed:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Approved, but not released"),
                "message": "\n".join(f"{order.name}: {order.fmcg_release_error}" for order in failed),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
