from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .sale_order_line_split import DIGITS
from .sale_order_review import OPEN_STATES

# What an order keeps to itself when it is copied, and what its second part has all the same.
SHARED = ("commitment_date", "date_order", "client_order_ref", "validity_date")


def _exact(quantity):
    return round(Decimal(str(quantity)), DIGITS)


class SaleOrder(models.Model):
    """An order of which some goods stand on a second one, so that the rest need not wait for them.

    The messages stay with the first order: they say what was asked for, wherever it stands now.
    """

    _inherit = "sale.order"

    fmcg_split_from_id = fields.Many2one(
        "sale.order",
        string="Split from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The order on which these goods stood first.",
    )
    fmcg_split_ids = fields.One2many(
        "sale.order", "fmcg_split_from_id", string="Split into", readonly=True, copy=False
    )

    fmcg_split_count = fields.Integer(string="Other Parts", compute="_compute_fmcg_split_count")

    @api.depends("fmcg_split_from_id.fmcg_split_ids", "fmcg_split_ids")
    def _compute_fmcg_split_count(self):
        for order in self:
            order.fmcg_split_count = len(order._fmcg_split_family() - order)

    def action_fmcg_split_family(self):
        """Open the orders with which this one was ordered."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_fmcg_orders")
        return action | {"domain": [("id", "in", self._fmcg_split_family().ids)], "context": {}}

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        values.pop("fmcg_split_from_id", None)
        return values

    def _fmcg_refuse_forged(self, vals):
        result = super()._fmcg_refuse_forged(vals)
        if "fmcg_split_from_id" in vals and not self.env.su:
            raise UserError(self.env._("Only splitting an order makes it a part of another one."))
        return result

    def _fmcg_split_family(self):
        """Return the order with all that it was split from and into."""
        first = self.fmcg_split_from_id or self
        return first | first.fmcg_split_ids

    def _fmcg_source_drafts(self):
        """Return the drafts that the orders come from, also by way of the order they were split from."""
        own, first = self.fmcg_draft_ids, self.fmcg_split_from_id.fmcg_draft_ids
        # A union forgets what its records were read together with.
        return (own | first).with_prefetch(first._prefetch_ids) if first else own

    def _fmcg_accepted_words(self):
        """Return why the order must stay as the customer accepted it, "" where nobody did."""
        if self.signature:
            return self.env._(
                "The customer signed %s: it stays one order. Reject it, or ask the customer.", self.name
            )
        if any(tx.state not in ("cancel", "error") for tx in self.sudo().transaction_ids):
            return self.env._(
                "There is a payment for %s: it stays one order. Reject it, or ask the customer.", self.name
            )
        return ""

    def _fmcg_can_split(self, moves):
        """Tell whether the order has so many base units of each product, and something would stay."""
        standing = self._fmcg_bases()
        left = {product: base - _exact(moves.get(product, 0)) for product, base in standing.items()}
        return (
            moves.keys() <= left.keys()
            and all(left[product] >= 0 for product in moves)
            and any(base > 0 for base in left.values())
        )

    def _fmcg_bases(self):
        """Return what is ordered of each product in base units, by product id; returns are left out."""
        found = {}
        for line in self._fmcg_goods_lines().filtered(lambda line: line.product_uom_qty > 0):
            found[line.product_id.id] = found.get(line.product_id.id, 0) + line._fmcg_base()
        return found

    def _fmcg_split(self, moves):
        """Take goods to a second order of the same customer, with all that is agreed, prices included.

        Promotions and delivery stay; core works promotions out anew on both.

        :param dict moves: base units by product id
        :return: the second order, which nobody has reviewed yet
        :raises UserError: the order was accepted, is not open, or has not so much
        """
        self.ensure_one()
        self._fmcg_refuse_split(moves)
        parts = [part for product, base in moves.items() for part in self._fmcg_parts(product, base)]
        first = self.fmcg_split_from_id or self
        second = self.copy(self._prepare_fmcg_split([moved for _line, moved, _kept in parts]))
        second.sudo().fmcg_split_from_id = first
        if any(self.order_line.mapped("is_reward_line")):
            second._fmcg_claim_promotions()
        self.write(
            {
                "order_line": [
                    Command.update(line.id, kept) if kept else Command.delete(line.id)
                    for line, _moved, kept in parts
                ]
            }
        )
        self._fmcg_log_split(second)
        return second

    def _fmcg_refuse_split(self, moves):
        accepted = self._fmcg_accepted_words()
        if accepted:
            raise UserError(accepted)
        if self.state not in OPEN_STATES or not self._fmcg_can_split(moves):
            raise UserError(
                self.env._("%s is not what it was any more. Review it again, then split it.", self.name)
            )

    def _fmcg_parts(self, product_id, base):
        """Yield the lines of a product that give so much, the last first, with what moves and what stays."""
        left = _exact(base)
        lines = self._fmcg_goods_lines().filtered(lambda line: line.product_id.id == product_id)
        for line in reversed(lines):
            if left > 0 and line._fmcg_base() > 0:
                moved = min(left, line._fmcg_base())
                left -= moved
                yield line, *line._fmcg_divided(moved)

    def _prepare_fmcg_split(self, lines):
        return {
            **{name: self[name] for name in SHARED},
            "origin": self.origin or self.name,
            # What is in it sorts it, unless a person did.
            "fmcg_order_type_id": self.fmcg_type_chosen and self.fmcg_order_type_id.id,
            "order_line": [Command.create(values) for values in lines],
        }

    def _fmcg_log_split(self, second):
        goods = ", ".join(second.order_line.mapped(lambda line: line._fmcg_in_words()))
        for order, other, text in (
            (self, second, self.env._("Split: %(goods)s went to %(order)s.")),
            (second, self, self.env._("Split off %(order)s: %(goods)s.")),
        ):
            link = other._get_html_link(title=other.name)
            order._message_log(body=Markup.escape(text) % {"goods": goods, "order": link})
