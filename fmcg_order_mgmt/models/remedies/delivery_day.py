from datetime import date

from odoo.tools import format_date

from .remedy import RemedyKind


class DeliveryDay(RemedyKind):
    """Deliver on another day."""

    kinds = ("date",)

    def label(self):
        return self.env._("Deliver on %s", format_date(self.env, self.values["date"]))

    def apply(self, order):
        order.commitment_date = order._fmcg_noon(date.fromisoformat(self.values["date"]))
        return order
