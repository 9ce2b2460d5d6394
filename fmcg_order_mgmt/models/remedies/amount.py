from odoo.fields import Command

from .remedy import RemedyKind


class Amount(RemedyKind):
    """Order another quantity of the product, in another unit, or some where there is none."""

    kinds = ("quantity", "unit", "add")
    lost_cause = "cut"

    def label(self):
        product, quantity = self.finding.product_id, self.values["quantity"]
        unit = product.uom_id
        if self.values["kind"] == "unit":
            unit = (unit | product.uom_ids).filtered(lambda each: each.id == self.values["unit"])
        if not unit:
            return ""
        told = {"quantity": self.number(quantity), "unit": unit.name}
        if self.values["kind"] == "add":
            return self.env._("Add %(quantity)s %(unit)s", **told)
        return self.env._("Take %(quantity)s %(unit)s", **told)

    def kept(self, ordered):
        product, quantity = self.finding.product_id, self.values["quantity"]
        if self.values["kind"] == "unit":
            unit = self.env["uom.uom"].browse(self.values["unit"])
            return min(float(unit._fmcg_size(product)) * quantity, ordered)
        return min(quantity, ordered)

    def apply(self, order):
        lines, product = self.lines(order), self.finding.product_id
        kept = (self.finding.line_id & lines) or lines[:1]
        quantity, unit = self._amount(product, kept.product_uom_id)
        if kept:
            order.write({"order_line": [Command.delete(line.id) for line in lines - kept]})
            self.take(kept, quantity, unit)
        else:
            values = {"product_id": product.id, "product_uom_qty": quantity, "product_uom_id": unit.id}
            order.write({"order_line": [Command.create(values)]})
        return order

    def _amount(self, product, unit):
        """Return quantity and unit: that of the line where it comes out even, else the product's own."""
        if self.values["kind"] == "unit":
            return self.values["quantity"], self.env["uom.uom"].browse(self.values["unit"])
        return unit._fmcg_amount(product, self.values["quantity"])
