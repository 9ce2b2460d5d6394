from odoo import api, models
from odoo.tools import format_date, formatLang

from ..engine.tracking import tour
from ..engine.tracking.canonical import HARD

COD = "cash_on_delivery"


class FmcgDriverPageTour(models.AbstractModel):
    """What the driver's page shows of a tour, read with full rights: whose it is was checked before."""

    _name = "fmcg.driver.page.tour"
    _description = "Tour on the Driver's Page"

    @api.model
    def _values(self, waves):
        shipments = waves.env["fmcg.shipment"].search([("tour_id", "in", waves.ids)])
        moves = shipments.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        goods = self.env["fmcg.pick.list"]._goods(moves)
        by_tour = shipments.grouped("tour_id")
        none = shipments.browse()
        return [self._tour(wave, by_tour.get(wave, none), goods) for wave in waves]

    @api.model
    def _tour(self, wave, shipments, goods):
        waiting = wave.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        return {
            "id": wave.id,
            "name": wave.fmcg_vehicle or wave.fmcg_route_id.display_name or wave.name,
            "day": format_date(self.env, wave.fmcg_day, date_format="EEE d MMM"),
            "is_today": wave._fmcg_is_today(),
            "waiting": len(waiting),
            "stops": [self._stop(customer, some, goods) for customer, some in shipments._stops().items()],
        }

    @api.model
    def _stop(self, customer, shipments, goods):
        pickings = shipments.picking_ids
        orders = pickings.sale_id
        return {
            "id": customer.id,
            "shipments": (shipments.filtered(lambda each: each.state not in HARD) or shipments).ids,
            "deliveries": ", ".join(pickings.mapped("name")),
            "orders": ", ".join(orders.mapped("name")),
            "outcome": self._outcome(shipments),
            "arrived": bool(shipments._arrived_at()),
            "eta": self._iso(max(filter(None, shipments.mapped("eta")), default=False)),
            "last": self._last(shipments),
            "notes": [note for note in orders.mapped("fmcg_note") if note],
            "collect": [words for words in orders.mapped("fmcg_to_collect") if words],
            "cash": self._cash(orders),
            "goods": [self._line(move, goods) for move in self._moves(pickings)],
        } | self._address(customer)

    @api.model
    def _address(self, customer):
        company = customer.commercial_partner_id
        where = (customer.street, customer.street2, customer.city, customer.zip)
        return {
            "name": customer.display_name or "",
            "place": ", ".join(filter(None, where)),
            "phone": customer.phone or company.phone or "",
            "latitude": customer.partner_latitude,
            "longitude": customer.partner_longitude,
        }

    @api.model
    def _outcome(self, shipments):
        result = tour.outcome(shipments.mapped("state"))
        codes = {shipment._live_events()[:1].code for shipment in shipments}
        return "partly" if result == "delivered" and "partly" in codes else result

    @api.model
    def _last(self, shipments):
        """Return the report that was made last at a stop, None where there is none."""
        events = shipments.event_ids.filtered(lambda event: event.report_key and not event.is_superseded)
        newest = events.sorted("id")[-1:]
        return (
            newest
            and {
                "key": newest.report_key,
                "kind": newest.code,
                "at": self._iso(newest.occurred_at),
                "own": newest.create_uid.id == self.env.uid,
                "by": newest.create_uid.name,
            }
            or None
        )

    @api.model
    def _cash(self, orders):
        """Return what is to be paid at the door, in words: only payments that wait for just that."""
        waiting = orders.transaction_ids.filtered(
            lambda each: each.state == "pending" and each.provider_id.custom_mode == COD
        )
        return [
            formatLang(self.env, sum(some.mapped("amount")), currency_obj=currency)
            for currency, some in waiting.grouped("currency_id").items()
        ]

    @api.model
    def _moves(self, pickings):
        return pickings.move_ids.filtered(lambda move: move.state == "done" and move.quantity)

    @api.model
    def _line(self, move, goods):
        known, brought = goods[move.product_id.id], move._fmcg_brought()
        return {
            "move": move.id,
            "name": move.product_id.display_name,
            "words": self.env["fmcg.pick.list"]._words(known, brought),
            "quantity": brought,
            "case": known.case if known.case > 1 else 0,
            "unit": move.product_id.uom_id.name,
        }

    @api.model
    def _iso(self, moment):
        return moment.isoformat() + "Z" if moment else None
