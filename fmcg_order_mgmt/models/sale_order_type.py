from dataclasses import asdict

from odoo import api, fields, models

from ..engine.review.order_type import Kind, sort
from .sale_order_review import OPEN_STATES

TYPE = "fmcg_order_type_id"


class SaleOrder(models.Model):
    """Orders are sorted by what is in them; whoever chooses a type by hand keeps it."""

    _inherit = "sale.order"

    fmcg_order_type_id = fields.Many2one(compute="_compute_fmcg_order_type", store=True, readonly=False)
    fmcg_type_chosen = fields.Boolean(
        string="Type Chosen by a Person",
        readonly=True,
        copy=False,
        help="What is in the order changes it no more.",
    )
    fmcg_promotion_share = fields.Float(
        string="Promotional Share",
        compute="_compute_fmcg_order_type",
        store=True,
        aggregator="avg",
        help="How much of the order's value at list prices comes from promotions, from 0 to 1.",
    )
    fmcg_type_reasons = fields.Json(compute="_compute_fmcg_order_type", store=True, prefetch=False)
    fmcg_type_text = fields.Char(string="Why This Type", compute="_compute_fmcg_type_text")

    @api.depends(
        "fmcg_channel_id",
        "fmcg_type_chosen",
        "campaign_id",
        "pricelist_id",
        "fmcg_draft_ids.sale_order_id",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.is_reward_line",
    )
    def _compute_fmcg_order_type(self):
        sorted_now = self.filtered(lambda order: order.fmcg_channel_id and order.state in OPEN_STATES)
        for order in self - sorted_now:
            order.fmcg_order_type_id = order.fmcg_order_type_id
            order.fmcg_promotion_share = order.fmcg_promotion_share
            order.fmcg_type_reasons = order.fmcg_type_reasons
        if sorted_now:
            sorted_now._fmcg_sort()

    def _fmcg_sort(self):
        # All of them, with what the orders take from their type: one query.
        types = self.env["fmcg.order.type"].sudo().search_fetch([], ["promotion_share_from", "priority"])
        kinds = [Kind(kind.id, kind.promotion_share_from) for kind in types if kind.promotion_share_from > 0]
        signs = self.env["fmcg.order.evidence"]._signs(self)
        for order in self:
            found = sort(order._fmcg_list_value(), signs[order], kinds)
            order.fmcg_promotion_share = found.share
            order.fmcg_type_reasons = [asdict(sign) for sign in found.reasons]
            if not order.fmcg_type_chosen:
                order.fmcg_order_type_id = found.kind or order.fmcg_channel_id.order_type_id

    def _fmcg_list_value(self):
        """Return what the goods are worth before rebates, in the order's currency."""
        return sum(line._fmcg_list_value() for line in self.order_line if line.price_unit > 0)

    @api.depends("fmcg_type_reasons", "fmcg_type_chosen", "fmcg_promotion_share")
    @api.depends_context("lang")
    def _compute_fmcg_type_text(self):
        for order in self:
            order.fmcg_type_text = order._fmcg_type_words()

    def _fmcg_type_words(self):
        said = [self._fmcg_reason_words(reason) for reason in self.fmcg_type_reasons or ()]
        share = self.env._("%s %% of the value is promotional", round(self.fmcg_promotion_share * 100))
        chosen = self.env._("chosen by a person") if self.fmcg_type_chosen else ""
        return "; ".join(filter(None, [chosen, share if said else "", *said]))

    def _fmcg_reason_words(self, reason):
        name = reason["name"]
        words = {
            "reward": self.env._("reward of %s", name),
            "free": self.env._("free goods: %s", name),
            "price": self.env._("promotion price: %s", name),
            "program": self.env._("bought for %s", name),
            "campaign": self.env._("campaign %s", name),
            "words": self.env._("the customer says “%s”", name),
        }
        value = reason["value"]
        return (
            f"{words[reason['kind']]} ({self.currency_id.format(value)})" if value else words[reason["kind"]]
        )

    @api.model_create_multi
    def create(self, vals_list):
        kinds = [vals.pop(TYPE, False) for vals in vals_list]
        orders = super().create(vals_list)
        for order, kind in zip(orders, kinds, strict=True):
            order._fmcg_take_type(kind)
        return orders

    def write(self, vals):
        if TYPE not in vals:
            return super().write(vals)
        vals = dict(vals)
        kind = vals.pop(TYPE)
        if not vals:
            # Without a choice the evidence counts again.
            choice = {TYPE: kind, "fmcg_type_chosen": True} if kind else {"fmcg_type_chosen": False}
            return super().write(choice)
        result = super().write(vals)
        for order in self:
            order._fmcg_take_type(kind)
        return result

    def _fmcg_take_type(self, kind):
        """Take a type that came with other values: of what a form sends only another one is a choice."""
        if kind and kind != self.fmcg_order_type_id.id:
            self.write({TYPE: kind})


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _fmcg_list_value(self):
        return abs(self.price_unit * self.product_uom_qty)
