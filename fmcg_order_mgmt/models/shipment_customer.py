from odoo import models

from ..engine.tracking.shown import without_phones
from .shipment import TROUBLED_STATES

# In these states the cause says more of what comes next than the state does.
HELD = ("attempt_failed", "exception", "customs")


class FmcgShipment(models.Model):
    """What customers are told of a shipment, on their page and wherever else they are written to.

    Our own people's words, telephones and what concerns other customers stay with us.
    """

    _inherit = "fmcg.shipment"

    def _customer_journey(self, order, zone):
        """Return what the customer of ``order`` sees of these shipments, one dictionary each."""
        return [shipment._customer_one(order, zone) for shipment in self]

    def _customer_one(self, order, zone):
        foreign = bool(self._other_customers(order))
        events = self.event_ids.filtered(lambda event: not event.is_superseded)
        days = self._journey_days(
            zone, events, lambda event: "" if foreign else self._words_for_customer(event)
        )
        return {
            "name": " ".join(filter(None, (self._carrier_name(), self.name))),
            "state": self.state,
            "label": self._label_of("state", self.state),
            "next": self._next_step(),
            "expected": self._arrival_text(zone),
            # What the carrier shows of a parcel for several customers is not for each of them.
            "url": "" if foreign else self._tracking_page(self.picking_ids & order.picking_ids),
            "days": days,
        }

    def _other_customers(self, order):
        """Return whom this shipment serves beside the customer of that order."""
        partners = (self.order_ids - order).partner_id | (self.picking_ids - order.picking_ids).partner_id
        return partners.commercial_partner_id - order.partner_id.commercial_partner_id

    def _words_for_customer(self, event):
        if not event._is_carriers():
            return ""
        return without_phones(event.description or "", self.name)

    def _contents(self, order):
        """Return what of an order is in each of these parcels, in words, where the deliveries tell that."""
        told, lines = {}, self.env["sale.order.line"]
        for shipment in self:
            pickings = shipment.picking_ids & order.picking_ids
            # A delivery in several parcels does not say which of them has what.
            if pickings and all(picking.fmcg_shipment_ids == shipment for picking in pickings):
                moves = pickings.move_ids.filtered(lambda move: move.state != "cancel" and move.quantity)
                told[shipment] = ", ".join(
                    f"{lines._fmcg_number(move.quantity)} {move.product_uom.name} {move.product_id.name}"
                    for move in moves
                )
        return told

    def _next_step(self):
        """Say what the customer can do now, or what we do; "" where there is nothing to say."""
        if self.state in HELD and self.reason:
            told = self._reason_text(self.reason)
            if told:
                return told
        return {
            "attempt_failed": self.env._(
                "Nobody could take it. The next attempt follows; please see that somebody is there, "
                "or call us."
            ),
            "ready_for_pickup": self.env._(
                "Please pick it up at the place named below. Have its number %s ready.", self.name
            ),
            "exception": self.env._("Something holds it up. We are looking after it."),
            "returning": self.env._("It is on its way back to us. We will agree with you what comes next."),
            "returned": self.env._("It came back to us. We will agree with you what comes next."),
            "lost": self.env._("It cannot be found. We will agree with you what comes next."),
        }.get(self.state, "")

    def _reason_text(self, reason):
        """Return what the customer is told of a cause, "" where it is not for the customer to know."""
        address = self.env._("Its address could not be reached. Please call us, so that we can correct it.")
        customs = self.env._("Customs holds it. We are looking after it.")
        return {
            "consignee_refused": self.env._("Taking it was refused. If that was a mistake, please call us."),
            "consignee_incorrect_address": address,
            "consignee_moved": address,
            "out_of_area": address,
            "payment_due": self.env._("It is held until it is paid for. Please call us."),
            "carrier_damaged_parcel": self.env._("It was damaged on its way. We will put that right."),
            "weather_delay": self.env._("The weather holds it up. It comes as soon as the roads allow."),
            "customs_delay": customs,
            "customs_documentation": customs,
        }.get(reason, "")

    def _order_status_text(self, state):
        """Return in a sentence where an order is that is on its way, by the state of all its shipments."""
        told = {
            "out_for_delivery": self.env._("Your order is out for delivery."),
            "ready_for_pickup": self.env._("Your order is ready for you to pick up."),
            "attempt_failed": self.env._("Your order could not be handed over yet."),
            "returning": self.env._("Your order is on its way back to us. We are looking after it."),
            "returned": self.env._("Your order came back to us. We are looking after it."),
        }
        delayed = self.env._("Something delays your order on its way. We are looking after it.")
        told = dict.fromkeys(TROUBLED_STATES, delayed) | told
        return told.get(state) or self.env._("Your order is on its way.")
