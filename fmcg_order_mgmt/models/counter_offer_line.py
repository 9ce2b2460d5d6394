from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.promise.shortage import options
from .counter_offer import OPEN


class FmcgCounterOfferLine(models.Model):
    """One option for one line that is short. Of the options of a line at most one is chosen."""

    _name = "fmcg.counter.offer.line"
    _description = "Option for a Shortage"
    _order = "offer_id, sequence, id"
    _rec_name = "text"

    offer_id = fields.Many2one(
        "fmcg.counter.offer", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="offer_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="offer_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="offer_id.currency_id")
    sequence = fields.Integer(readonly=True)
    line_id = fields.Many2one(
        "sale.order.line", string="Order Line", index="btree_not_null", readonly=True, ondelete="set null"
    )
    ordered_id = fields.Many2one("product.product", string="Ordered", required=True, readonly=True)
    wanted = fields.Float(readonly=True, help="What was ordered, in the product's own unit.")
    at_hand = fields.Float(readonly=True, help="What of it can be there on the first day.")
    first_on = fields.Date(string="First Day", readonly=True)
    kind = fields.Selection(
        [
            ("substitute", "Other Product"),
            ("later", "Part Later"),
            ("date", "Whole Order Later"),
            ("warehouse", "Other Warehouse"),
            ("pack", "Other Pack"),
            ("less", "Only What Is There"),
            ("none", "None of It"),
        ],
        required=True,
        readonly=True,
    )
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    quantity = fields.Float(readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    date = fields.Date(readonly=True, help="When the last of it comes.")
    price = fields.Monetary(readonly=True, help="What the customer pays for one unit.")
    margin = fields.Monetary(readonly=True, help="What is earned more than by the line as it was ordered.")
    fill = fields.Float(string="Covered", readonly=True, aggregator="avg", help="Share of what was ordered.")
    score = fields.Float(
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="Half of it is how much is covered, a fifth how soon it comes; the rest is what is earned by it "
        "and how often this customer took such an offer.",
    )
    parts = fields.Json(readonly=True, help="What comes when, from where, and how much it stands for.")
    waits = fields.Boolean(readonly=True, help="The whole order comes on that day.")
    is_best = fields.Boolean(string="Best", readonly=True)
    chosen = fields.Boolean(readonly=True, copy=False)
    title = fields.Char(string="Short", compute="_compute_words")
    shown_title = fields.Char(
        string="Short Product", compute="_compute_words", help="The title, at the best option of a line only."
    )
    text = fields.Char(string="Option", compute="_compute_words")

    _kind_idx = models.Index("(partner_id, kind, chosen)")

    @api.model
    def _prepare_all(self, shorts):
        """Return the values of all options for the engine's short lines, a list by offer."""
        found = [
            (offer, short, option, number)
            for offer, lines in shorts.items()
            for short in lines
            for number, option in enumerate(options(short))
        ]
        keys = {part.goods.product for _offer, _short, option, _number in found for part in option.parts}
        keys |= {short.own.product for _offer, short, _option, _number in found}
        products = {product.id: product for product in self.env["product.product"].browse(keys)}
        lines = self.env["sale.order.line"].browse({short.key for _offer, short, _option, _number in found})
        units = {line.id: line.product_uom_id for line in lines}
        return [
            self._prepare(short, option, products, units[short.key])
            | {
                "offer_id": offer.id,
                "sequence": sequence,
                "is_best": not number,
                # Leaving it out is nobody's choice but a person's.
                "chosen": not number and bool(option.parts),
            }
            for sequence, (offer, short, option, number) in enumerate(found)
        ]

    @api.model
    def _prepare(self, short, option, products, unit):
        last = option.parts[-1].goods if option.parts else short.own
        product = products[last.product]
        base = sum(part.quantity for part in option.parts if part.goods.product == last.product)
        unit = self.env["uom.uom"].browse(option.unit) if option.unit else unit._fmcg_alike(product)
        quantity, unit = unit._fmcg_amount(product, base)
        return {
            "line_id": short.key,
            "ordered_id": short.own.product,
            "wanted": short.quantity,
            "at_hand": min(short.own.free(short.day), short.quantity),
            "first_on": short.day,
            "kind": option.kind,
            "product_id": product.id,
            "quantity": quantity,
            "uom_id": unit.id,
            "date": option.day,
            "price": last.price * float(unit._fmcg_size(product)),
            "margin": option.margin,
            "fill": round(option.fill, 2),
            "score": option.score,
            "waits": option.waits,
            "parts": [self._prepare_part(part) for part in option.parts],
        }

    @api.model
    def _prepare_part(self, part):
        return {
            "product": part.goods.product,
            "warehouse": part.goods.warehouse,
            "quantity": part.quantity,
            "covers": part.covers,
            "day": part.day.isoformat(),
        }

    @api.model
    def _taken(self, partners):
        """Return of how many offers of each kind customers took how many, by partner and kind.

        Only what they answered themselves tells what they like.
        """
        rows = self.sudo()._read_group(
            [
                ("partner_id", "in", partners.ids),
                ("offer_id.state", "=", "answered"),
                ("offer_id.answered_by", "=", "customer"),
            ],
            ["partner_id", "kind", "chosen"],
            ["__count"],
        )
        counts = defaultdict(lambda: defaultdict(lambda: (0, 0)))
        for partner, kind, chosen, count in rows:
            taken, offered = counts[partner][kind]
            counts[partner][kind] = (taken + count * chosen, offered + count)
        return counts

    def action_choose(self):
        """Choose this option instead of the others for the same line, or none where it was chosen.

        :raises UserError: it was answered or withdrawn
        """
        self.ensure_one()
        self.offer_id._check_rights()
        if self.offer_id.state not in OPEN:
            raise UserError(self.offer_id._problem_words(self.offer_id.state))
        chosen = not self.chosen
        self._siblings().sudo().chosen = False
        self.sudo().chosen = chosen
        return True

    def _siblings(self):
        """Return the options for the same line."""
        return self.offer_id.line_ids.filtered(lambda line: line.line_id == self.line_id)
