from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import format_datetime

from ..engine.order_progress import progress
from .shipment import OWN
from .shipment_arrival import day_words, local_time

# So many events stand open on the page, the others behind a touch.
OPEN_EVENTS = 4
# While goods are on their way the page looks for news after so many seconds.
REFRESH = 240
ENDED = ("delivered", "closed", "cancelled")


class SaleOrder(models.Model):
    """What the customer's page says about an order."""

    _inherit = "sale.order"

    def _fmcg_page_values(self):
        """Return all that the customer's page shows, in the language of the environment."""
        self.ensure_one()
        values = {
            "order": self,
            "company": self.company_id,
            "stage": self.fmcg_stage,
            "status": self._fmcg_status_text(),
            "steps": self._fmcg_steps(),
            "arrival": self._fmcg_arrival(),
            "shipments": self._fmcg_page_parcels(),
            "open_events": OPEN_EVENTS,
            "refresh": REFRESH if self.fmcg_stage not in ENDED else 0,
            "notices": self._fmcg_notice_values(),
            "lines": [line._fmcg_page_values() for line in self._fmcg_page_lines()],
        }
        return values | self.fmcg_feedback_ids._page_values()

    def _fmcg_page_lines(self):
        """Return the lines with goods; sections, discounts and services say nothing here."""
        return self.order_line.filtered(
            lambda line: not line.display_type and line.product_id.type == "consu" and line.product_uom_qty
        )

    def _fmcg_status_text(self):
        """Return where the order is, in a sentence; on its way, what the shipments say counts."""
        if self.fmcg_stage == "shipped":
            return self.env["fmcg.shipment"]._order_status_text(self.fmcg_shipment_state)
        if self._fmcg_is_partly_gone():
            return self.env._("A part of your order is on its way; the rest is being packed.")
        return {
            "draft": self.env._("We have received your order and are looking at it."),
            "review": self.env._("We have received your order and are looking at it."),
            "approved": self.env._("Your order is confirmed. We will pack it soon."),
            "picking": self.env._("Your order is being packed."),
            "delivered": self.env._("Your order was delivered."),
            "closed": self.env._("Your order was delivered."),
            "cancelled": self.env._("This order was cancelled. Please call us if you did not expect that."),
        }[self.fmcg_stage]

    def _fmcg_is_partly_gone(self):
        """Say whether a delivery has left while another one is still to leave."""
        sent = self.picking_ids.filtered(lambda each: each.fmcg_to_customer and each.state == "done")
        return self.fmcg_stage == "picking" and bool(sent.fmcg_shipment_ids)

    def _fmcg_steps(self):
        labels = {
            "ordered": self.env._("Ordered"),
            "confirmed": self.env._("Confirmed"),
            "packed": self.env._("Packed"),
            "shipped": self.env._("On its way"),
            "delivered": self.env._("Delivered"),
        }
        moments = {
            "ordered": self.create_date,
            "confirmed": self.state == "sale" and self.date_order,
            "shipped": self.effective_date,
            "delivered": max(filter(None, self.fmcg_shipment_ids.mapped("delivered_at")), default=False),
        }
        return [
            {
                "code": step,
                "label": labels[step],
                "state": state,
                "when": self._fmcg_local(moments.get(step)) if state != "todo" else "",
            }
            for step, state in progress(self.fmcg_stage)
        ]

    def _fmcg_zone(self):
        """Return the customer's own time zone, or the company's."""
        return ZoneInfo(self.partner_id.tz or self.company_id.partner_id.tz or "UTC")

    def _fmcg_local(self, moment):
        """Return a moment as text in the customer's time zone."""
        return (
            format_datetime(self.env, moment, tz=self._fmcg_zone().key, dt_format="short") if moment else ""
        )

    def _fmcg_page_parcels(self):
        """Return what the page shows of each parcel with a carrier; of own vans the steps say all."""
        parcels = self.fmcg_shipment_ids.filtered(lambda each: each.carrier_code != OWN).sorted("id")
        told = parcels._customer_journey(self, self._fmcg_zone())
        contents = parcels._contents(self) if len(parcels) > 1 else {}
        return [
            one | {"part": self._fmcg_part_text(place, len(parcels)), "goods": contents.get(parcel, "")}
            for place, (parcel, one) in enumerate(zip(parcels, told, strict=True), 1)
        ]

    def _fmcg_part_text(self, place, count):
        """Say which of several parcels this one is, "" for the only one."""
        return self.env._("Parcel %(place)s of %(count)s", place=place, count=count) if count > 1 else ""

    def _fmcg_arrival(self):
        """Return when the goods are expected, in a sentence; "" once they are there or cancelled."""
        if self.fmcg_stage in ENDED:
            return ""
        zone = self._fmcg_zone()
        if self.fmcg_shipment_ids:
            return self.fmcg_shipment_ids._latest_arrival_text(zone)
        moment = self.commitment_date or self.expected_date
        return (
            self.env._("Expected on %s", day_words(self.env, local_time(moment, zone).date()))
            if moment
            else ""
        )
