from collections import defaultdict

from odoo import api, models
from odoo.tools import formatLang

from ..engine.review.workload import Contents


class FmcgReviewContents(models.AbstractModel):
    """Gathers what makes work on orders, for any number of them with the same number of queries."""

    _name = "fmcg.review.contents"
    _description = "Contents of Orders"

    @api.model
    def _gather(self, orders):
        """Return the engine's contents by order id."""
        orders = orders.sudo()
        found, bought, so_far = self._findings(orders), self._bought(orders), self._so_far(orders)
        return {
            order.id: Contents(
                lines=len(self._lines(order)),
                findings=found[order.id],
                new_products=len(self._lines(order).product_id - bought[order.partner_id]),
                orders_so_far=so_far.get(order.partner_id, 0),
                order_type=order.fmcg_order_type_id.code or "",
            )
            for order in orders
        }

    @api.model
    def _lines(self, order):
        return order.order_line.filtered(lambda line: not line.display_type)

    @api.model
    def _findings(self, orders):
        groups = (
            self.env["fmcg.review.finding"]
            .sudo()
            ._read_group(
                [("order_id", "in", orders.ids), ("state", "=", "open")],
                ["order_id", "rule_id", "severity"],
                ["__count"],
            )
        )
        found = defaultdict(dict)
        for order, rule, severity, count in groups:
            found[order.id][rule.code, severity] = count
        return found

    @api.model
    def _bought(self, orders):
        """Return those of the products that each customer has bought before."""
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [
                    ("order_partner_id", "in", orders.partner_id.ids),
                    ("product_id", "in", orders.order_line.product_id.ids),
                    ("state", "=", "sale"),
                ],
                ["order_partner_id"],
                ["product_id:recordset"],
            )
        )
        return defaultdict(self.env["product.product"].sudo().browse, groups)

    @api.model
    def _so_far(self, orders):
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [("partner_id", "in", orders.partner_id.ids), ("state", "=", "sale")],
                ["partner_id"],
                ["__count"],
            )
        )
        return dict(groups)

    @api.model
    def _words(self, contents, model):
        """Return in words what makes the work, the most first, with the minutes of each."""
        named = self._names()
        said = [
            f"{named.get(name, name) % {'count': round(units)}} ({formatLang(self.env, minutes, digits=1)})"
            for name, units, minutes in model.parts(contents)
        ]
        return ", ".join(said)

    @api.model
    def _names(self):
        rules = self.env["fmcg.review.rule"].sudo().with_context(active_test=False).search_fetch([], ["name"])
        types = self.env["fmcg.order.type"].sudo().with_context(active_test=False).search_fetch([], ["name"])
        return {
            "order": self.env._("any order"),
            "line": self.env._("%(count)s lines"),
            "new_product": self.env._("%(count)s products new to the customer"),
            "unknown_customer": self.env._("a customer hardly known"),
            "severity:info": self.env._("%(count)s notes"),
            "severity:warn": self.env._("%(count)s warnings"),
            "severity:block": self.env._("%(count)s blocks"),
            **{f"check:{rule.code}": rule.name.replace("%", "%%") for rule in rules},
            **{f"type:{kind.code}": kind.name.replace("%", "%%") for kind in types},
        }
