from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What an order is short of, as the shortage desk lists it: written with each promise."""

    _inherit = "sale.order"

    fmcg_short_count = fields.Integer(
        string="Short Lines",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Lines of which not all can be there on the first delivery day.",
    )
    fmcg_short_value = fields.Monetary(
        string="Missing",
        readonly=True,
        copy=False,
        help="What is missing on the first delivery day, at the order's prices.",
    )
    fmcg_offer_ids = fields.One2many("fmcg.counter.offer", "order_id", string="Counter-Offers", readonly=True)

    _fmcg_short_idx = models.Index("(fmcg_short_value) WHERE fmcg_short_count > 0")

    def _fmcg_refuse_forged(self, vals):
        result = super()._fmcg_refuse_forged(vals)
        if not self.env.su and {"fmcg_short_count", "fmcg_short_value"} & vals.keys():
            raise UserError(self.env._("What an order is short of follows from what it is promised."))
        return result

    def _fmcg_keep_promised(self, promised):
        result = super()._fmcg_keep_promised(promised)
        by_figures = {}
        for order in self.sudo():
            figures = order._fmcg_short_figures(promised)
            by_figures[figures] = by_figures.get(figures, order.browse()) | order
        for (count, value), orders in by_figures.items():
            orders._fmcg_write_changed({"fmcg_short_count": count, "fmcg_short_value": value})
        return result

    def _fmcg_short_figures(self, promised):
        """Return how many lines are short, and what is missing of them is worth."""
        lines = self._fmcg_goods_lines().filtered(lambda line: line.id in promised)
        missing = [(line, line._fmcg_missing(promised[line.id])) for line in lines]
        short = [(line, quantity) for line, quantity in missing if quantity > 0]
        value = sum(quantity * line._fmcg_base_price() for line, quantity in short)
        return len(short), self.currency_id.round(value)

    def action_fmcg_shortage(self):
        """Open what this order may be offered for what it is short of."""
        self.ensure_one()
        offer = self.env["fmcg.counter.offer"]._open(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Shortage"),
            "res_model": "fmcg.counter.offer",
            "res_id": offer.id,
            "views": [(False, "form")],
        }
