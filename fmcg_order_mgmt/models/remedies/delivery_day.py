from datetime import date, datetime, time

import pytz

from odoo.tools import format_date

from .remedy import RemedyKind


class DeliveryDay(RemedyKind):
    """Deliver on another day."""

    kinds = ("date",)

    def label(self):
        return self.env._("Deliver on %s", format_date(self.env, self.values["date"]))

    def apply(self, order):
        order.commitment_date = self._noon(order, date.fromisoformat(self.values["date"]))
        return order

    def _noon(self, order, day):
        """Return noon of a day at the place that delivers, in UTC."""
        zone = self.env["fmcg.review.facts"]._zone(order)
        noon = zone.localize(datetime.combine(day, time(12)))
        return noon.astimezone(pytz.utc).replace(tzinfo=None)
