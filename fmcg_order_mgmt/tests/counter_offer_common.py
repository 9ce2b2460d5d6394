from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .review_common import ReviewCommon


class CounterOfferCommon(ReviewCommon):
    """Forty pieces of milk are in stock; sixty more come in four days. Soya drink stands for milk, 1 to 1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = cls.warehouse.partner_id.tz = "UTC"
        cls.regular.write({"automation": "person", "release": "at_once"})
        cls.shop.email = "lakeside@example.com"
        cls.case.fmcg_kind = "case"
        cls.soy = cls.env["product.product"].create(
            {"name": "Soya Drink", "is_storable": True, "list_price": 3, "taxes_id": [Command.clear()]}
        )
        cls.stock(cls.milk, 40)
        cls.stock(cls.soy, 500)
        cls.pair = cls.env["fmcg.product.substitute"].create(
            {"product_id": cls.milk.id, "substitute_id": cls.soy.id}
        )
        today = fields.Date.today()
        cls.tomorrow, cls.then = (today + timedelta(days=number) for number in (1, 5))
        cls.receipt(cls.milk, 60, fields.Datetime.now() + timedelta(days=4))

    @classmethod
    def receipt(cls, product, quantity, at):
        move = cls.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": cls.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": cls.warehouse.lot_stock_id.id,
                "date": at,
            }
        )
        move._action_confirm()
        return move

    def short(self, *lines, **values):
        """Return an order that was reviewed: two cola and sixty milk, or other lines."""
        lines = lines or ((self.cola, 2, self.piece), (self.milk, 60, self.piece))
        order = self.order(*lines, **values)
        order.action_fmcg_review()
        return order

    def offer(self, order, user=None):
        user = user or self.rep
        return self.env["fmcg.counter.offer"].browse(order.with_user(user).action_fmcg_shortage()["res_id"])

    def option(self, offer, kind, product=None):
        found = offer.line_ids.filtered(lambda line: line.kind == kind)
        return found.filtered(lambda line: line.ordered_id == (product or line.ordered_id))[:1]

    def choose(self, offer, kind, product=None, user=None):
        """Choose the option of a kind; what is chosen for other lines stays."""
        line = self.option(offer, kind, product)
        if not line.chosen:
            line.with_user(user or self.rep).action_choose()
        return line

    def apply(self, offer, *kinds, user=None):
        for kind in kinds:
            self.choose(offer, kind, user=user)
        return offer.with_user(user or self.rep).action_apply()

    def lines(self, order):
        return [
            (line.product_id.name, line.product_uom_qty, line.product_uom_id.name)
            for line in order.order_line
        ]

    def lost(self, order):
        found = self.env["fmcg.lost.demand"].search([("order_id", "=", order.id)])
        return [(lost.cause, lost.product_id, lost.quantity) for lost in found]
