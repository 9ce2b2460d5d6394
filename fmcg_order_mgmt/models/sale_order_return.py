from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_return_ids = fields.One2many("fmcg.return.request", "sale_order_id", string="Returns")
    fmcg_return_count = fields.Integer(compute="_compute_fmcg_return_count", compute_sudo=True)
    fmcg_to_collect = fields.Text(
        string="To Collect",
        compute="_compute_fmcg_to_collect",
        compute_sudo=True,
        help="What the customer gives back on delivery.",
    )

    def _compute_fmcg_return_count(self):
        for order in self:
            order.fmcg_return_count = len(order.fmcg_return_ids)

    def _compute_fmcg_to_collect(self):
        for order in self:
            # What came back with the van that brought it is not to be fetched.
            waiting = order.fmcg_return_ids.filtered(
                lambda request: request.state in ("asked", "agreed") and not request.event_id
            )
            back = waiting.line_ids.filtered(lambda line: line.kind == "back")
            order.fmcg_to_collect = "\n".join(line._in_short() for line in back)

    def action_fmcg_returns(self):
        """Open what the customers of these orders give back."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_return_request")
        return action | {"domain": [("sale_order_id", "in", self.ids)], "context": {}}
