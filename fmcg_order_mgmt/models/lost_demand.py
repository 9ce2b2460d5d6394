from odoo import api, fields, models


class FmcgLostDemand(models.Model):
    """What a customer asked for and was not sold, and why. It is history: nobody changes it."""

    _name = "fmcg.lost.demand"
    _inherit = ["fmcg.append.only"]
    _description = "Lost Demand"
    _order = "id desc"
    _rec_name = "product_id"

    cause = fields.Selection(
        [
            ("declined", "Declined by the Customer"),
            ("cut", "Not There"),
            ("substituted", "Other Product Instead"),
            ("cancelled", "Cancelled while Short"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    date = fields.Date(required=True, readonly=True, index=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True)
    quantity = fields.Float(required=True, readonly=True, help="In the product's own unit.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    value = fields.Monetary(readonly=True, help="At the price that the customer would have paid.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True)
    order_id = fields.Many2one("sale.order", index="btree_not_null", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    instead_id = fields.Many2one("product.product", string="Sold Instead", readonly=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "What was lost is more than nothing, or it was not lost."
    )

    @api.model
    def _prepare(self, line, quantity, cause, instead=None):
        """Return the values that keep so many base units of an order line as lost."""
        order = line.order_id
        return {
            "cause": cause,
            "date": fields.Date.context_today(order),
            "product_id": line.product_id.id,
            "quantity": quantity,
            "value": order.currency_id.round(quantity * line._fmcg_base_price()),
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "order_id": order.id,
            "user_id": order.user_id.id,
            "warehouse_id": order.warehouse_id.id,
            "company_id": order.company_id.id,
            "instead_id": instead,
        }
