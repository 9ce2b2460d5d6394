from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import format_date, format_time

from .shipment import OWN


class SaleOrder(models.Model):
    """Of our own van the customer's page knows the hour, too."""

    _inherit = "sale.order"

    def _fmcg_arrival(self):
        day = super()._fmcg_arrival()
        on_tour = self.fmcg_shipment_ids.filtered(
            lambda each: each.carrier_code == OWN
            and each.tour_id
            and each.state == "out_for_delivery"
            and each.eta
        )
        if not day or not on_tour:
            return day
        zone = ZoneInfo(self.partner_id.tz or self.company_id.partner_id.tz or "UTC")
        moment = max(on_tour.mapped("eta")).replace(tzinfo=timezone.utc).astimezone(zone)
        return self.env._(
            "%(day)s, about %(hour)s",
            day=format_date(self.env, moment.date()),
            hour=format_time(self.env, moment.time(), time_format="short"),
        )
