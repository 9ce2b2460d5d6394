from odoo import fields, models
from odoo.fields import Command


class FmcgReturnRequest(models.Model):
    """Goods that came back with the van that brought them."""

    _inherit = "fmcg.return.request"

    event_id = fields.Many2one(
        "fmcg.shipment.event",
        string="Reported With",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What the driver reported at the door. The goods are on the van already.",
    )
    shipment_id = fields.Many2one(related="event_id.shipment_id")

    def _came_back(self, event, back):
        """Open a request for each order of which goods came back.

        :param back: quantity in the product's own unit and reason, by delivery move
        """
        orders = {}
        for move, what in back.items():
            orders.setdefault(move.picking_id.sale_id, {})[move] = what
        requests = self.create(
            [self._prepare_came_back(event, order, some) for order, some in orders.items()]
        )
        for request in requests.filtered("sale_order_id"):
            words = self.env._("%(what)s: %(goods)s", what=event.description, goods=request.summary)
            request.sale_order_id.message_post(body=words, message_type="notification")

    def _decide(self, state):
        result = super()._decide(state)
        if state == "done":
            self.sudo().shipment_id._goods_are_back()
        return result

    def _prepare_came_back(self, event, order, back):
        shipment = event.shipment_id
        return {
            "partner_id": (order.partner_id or shipment.partner_id).id,
            "company_id": shipment.company_id.id,
            "sale_order_id": order.id,
            "event_id": event.id,
            "line_ids": [
                Command.create(self.env["fmcg.return.request.line"]._prepare_came_back(move, *what))
                for move, what in back.items()
            ],
        }
