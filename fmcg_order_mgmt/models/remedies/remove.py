from odoo.fields import Command

from .remedy import RemedyKind


class Remove(RemedyKind):
    """Order none of the product."""

    kinds = ("remove",)
    lost_cause = "cut"

    def label(self):
        return self.env._("Leave it out")

    def apply(self, order):
        lines = self.lines(order) or self.finding.line_id
        order.write({"order_line": [Command.delete(line.id) for line in lines]})
        return order
