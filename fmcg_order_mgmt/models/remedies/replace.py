from functools import cached_property

from odoo.fields import Command

from .remedy import RemedyKind


class Replace(RemedyKind):
    """Order another product instead, at its own price; what was given free is given free of it."""

    kinds = ("replace",)
    lost_cause = "substituted"

    @cached_property
    def product(self):
        """Return the product to take, empty where it is not sold any more."""
        product = self.goods.get(self.values["product"])
        return product if product and product.active and product.sale_ok else self.env["product.product"]

    def label(self):
        if not self.product:
            return ""
        quantity, unit = self._amount(self.finding.line_id.product_uom_id, self.values["quantity"])
        return self.env._(
            "Take %(product)s instead: %(quantity)s %(unit)s",
            product=self.product.display_name,
            quantity=self.number(quantity),
            unit=unit.name,
        )

    def told(self):
        """Return it with the quantity in the unit of its button, as the order screen takes it."""
        quantity, unit = self._amount(self.finding.line_id.product_uom_id, self.values["quantity"])
        return super().told() | {"quantity": quantity, "unit": unit.id}

    def fits(self, order):
        ordered = sum(line._fmcg_content_line().base_quantity for line in self.lines(order))
        return bool(self.product) and abs(ordered - self.values["instead"]) < 1e-6

    def apply(self, order):
        lines, quantity = self.lines(order), self.values["quantity"]
        free = lines.filtered(lambda line: line.discount == 100)
        given = sum(line._fmcg_content_line().base_quantity for line in free)
        given = given * quantity // self.values["instead"]
        self.put(order, lines - free, quantity - given, {})
        self.put(order, free, given, {"discount": 100})
        order.write({"order_line": [Command.delete(line.id) for line in lines]})
        return order

    def put(self, order, lines, quantity, more):
        """Order so many base units instead of lines: on the line that there is of it, else on a new one."""
        there = order._fmcg_goods_lines().filtered(
            lambda line: line.product_id == self.product and (line.discount == 100) == bool(more)
        )[:1]
        if quantity and there:
            quantity += there._fmcg_content_line().base_quantity
            self.take(there, *there.product_uom_id._fmcg_amount(self.product, quantity))
        elif quantity:
            number, unit = self._amount(lines[:1].product_uom_id, quantity)
            values = {"product_id": self.product.id, "product_uom_qty": number, "product_uom_id": unit.id}
            order.write({"order_line": [Command.create(values | {"sequence": lines[:1].sequence} | more)]})

    def _amount(self, unit, quantity):
        """Return base units as a quantity and a unit: of the kind ordered where it comes out even."""
        return unit._fmcg_alike(self.product)._fmcg_amount(self.product, quantity)
