from odoo import models
from odoo.tools import format_date, format_datetime

from ..engine.order_progress import progress
from .shipment import OWN, TROUBLED_STATES
from .shipment_event import CARRIER_SOURCES

SHOWN_EVENTS = 6


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
            "shipments": [
                self._fmcg_shipment_values(shipment)
                for shipment in self.fmcg_shipment_ids
                # Of our own van the steps say all there is.
                if shipment.carrier_code != OWN
            ],
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
        on_the_way = {
            "out_for_delivery": self.env._("Your order is out for delivery."),
            "ready_for_pickup": self.env._("Your order is ready for you to pick up."),
        } | dict.fromkeys(
            TROUBLED_STATES, self.env._("Something delays your order on its way. We are looking after it.")
        )
        if self.fmcg_stage == "shipped" and self.fmcg_shipment_state in on_the_way:
            return on_the_way[self.fmcg_shipment_state]
        return {
            "draft": self.env._("We have received your order and are looking at it."),
            "review": self.env._("We have received your order and are looking at it."),
            "approved": self.env._("Your order is confirmed. We will pack it soon."),
            "picking": self.env._("Your order is being packed."),
            "shipped": self.env._("Your order is on its way."),
            "delivered": self.env._("Your order was delivered."),
            "closed": self.env._("Your order was delivered."),
            "cancelled": self.env._("This order was cancelled. Please call us if you did not expect that."),
        }[self.fmcg_stage]

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

    def _fmcg_local(self, moment):
        """Return a moment as text in the customer's own time zone, or the company's."""
        tz = self.partner_id.tz or self.company_id.partner_id.tz or "UTC"
        return format_datetime(self.env, moment, tz=tz, dt_format="short") if moment else ""

    def _fmcg_shipment_values(self, shipment):
        """Return number, state and latest events of a shipment; what our own people enter stays with them."""
        states = dict(shipment._fields["state"]._description_selection(self.env))
        events = shipment.event_ids.filtered(lambda event: not event.is_superseded)[:SHOWN_EVENTS]
        return {
            "name": shipment.name,
            "state": states[shipment.state],
            "events": [
                {
                    "text": (event.source in CARRIER_SOURCES and event.description) or states[event.state],
                    "place": event.location,
                    "when": self._fmcg_local(event.occurred_at),
                }
                for event in events
            ],
        }

    def _fmcg_arrival(self):
        """Return the day on which the goods are expected, as text; empty once they are there or cancelled."""
        if self.fmcg_stage in ("delivered", "closed", "cancelled"):
            return ""
        arrivals = [shipment.eta for shipment in self.fmcg_shipment_ids if shipment.eta]
        moment = max(arrivals, default=False) or self.commitment_date or self.expected_date
        return format_date(self.env, moment) if moment else ""
