from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.tracking import tour
from .shipment import utc_now
from .shipment_tour import _aware

DRIVER = "fmcg_order_mgmt.group_fmcg_driver"
DISPATCHER = "fmcg_order_mgmt.group_fmcg_dispatcher"
# So many tours of a route tell how long its stops take.
MEASURED = 20


class StockPickingBatch(models.Model):
    """A wave that an own van carries is its driver's tour."""

    _inherit = "stock.picking.batch"

    fmcg_driver_id = fields.Many2one(
        "res.users",
        string="Driver",
        compute="_compute_fmcg_driver_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Who drives the van, and reports at each stop. Taken from the route, or the person responsible "
        "where that is a driver.",
    )
    fmcg_shipment_ids = fields.One2many("fmcg.shipment", "tour_id", string="Shipments of the Tour")

    @api.depends("user_id", "fmcg_route_id")
    def _compute_fmcg_driver_id(self):
        for wave in self.sudo():
            responsible = wave.user_id
            if wave.fmcg_day and responsible and responsible.has_group(DRIVER):
                wave.fmcg_driver_id = responsible
            else:
                wave.fmcg_driver_id = wave.fmcg_driver_id or wave.fmcg_route_id.driver_id

    def _fmcg_zone(self):
        """Return the zone whose clock the tour goes by."""
        wave = self.sudo()
        if wave.fmcg_route_id:
            return ZoneInfo(wave.fmcg_route_id._tz().zone)
        return ZoneInfo(wave.warehouse_id.partner_id.tz or wave.company_id.partner_id.tz or "UTC")

    def _fmcg_is_today(self):
        return self.fmcg_day == utc_now().astimezone(self._fmcg_zone()).date()

    def _fmcg_is_current(self):
        """Whether a driver has to do with the tour now: its day is today, or an older one has open stops."""
        today = utc_now().astimezone(self._fmcg_zone()).date()
        is_open = any(tour.outcome([state]) == "open" for state in self.fmcg_shipment_ids.mapped("state"))
        return self.fmcg_day == today or (self.fmcg_day < today and is_open)

    def _fmcg_plan_arrivals(self):
        """Write on the shipments of these tours when they arrive; those that are done keep what they have."""
        if not self:
            return
        waves = self.sudo()
        shipments = self.env["fmcg.shipment"].sudo().search([("tour_id", "in", waves.ids)])
        shipments._act_together(waves._fmcg_write_arrivals)

    def _fmcg_write_arrivals(self, shipments):
        minutes, now = self._fmcg_minutes_per_stop(), utc_now()
        # Read at once: a stop's shipments know nothing of the other stops' customers.
        shipments.partner_id.mapped("tz")
        for wave, some in shipments.grouped("tour_id").items():
            stops = some._stops()
            left = _aware(min(some.mapped("create_date")))
            expected = tour.arrivals(
                [each._engine_stop(customer) for customer, each in stops.items()],
                tour.start_of(wave.fmcg_day, left, wave._fmcg_zone()),
                now,
                minutes.get(wave.fmcg_route_id, tour.MINUTES_PER_STOP),
            )
            for customer, moment in expected.items():
                stops[customer]._write_expected(moment)

    def _fmcg_minutes_per_stop(self):
        """Return the usual minutes per stop of these tours' routes, measured on their last tours."""
        past = self.search(
            [
                ("fmcg_route_id", "in", self.fmcg_route_id.ids),
                ("fmcg_day", "<", min(self.mapped("fmcg_day"), default=fields.Date.today())),
                ("fmcg_shipment_ids", "!=", False),
            ],
            order="fmcg_day desc",
            limit=MEASURED * len(self.fmcg_route_id),
        )
        done = {}
        for wave, _customer, moment in self.env["fmcg.shipment"]._read_group(
            [("tour_id", "in", past.ids), ("delivered_first_at", "!=", False)],
            ["tour_id", "partner_id"],
            ["delivered_first_at:max"],
        ):
            done.setdefault(wave.fmcg_route_id, {}).setdefault(wave, []).append(moment)
        return {route: tour.minutes_per_stop(tours.values()) for route, tours in done.items()}

    def _fmcg_check_drives(self):
        """Let only those arrange a tour who drive it, and dispatchers.

        :raises AccessError: somebody else; tours that do not exist are answered alike
        """
        user = self.env.user
        found = self.sudo().exists()
        own = found.filtered(lambda wave: wave.company_id in self.env.companies and wave.fmcg_day)
        if not user.has_group(DISPATCHER):
            own = own.filtered(lambda wave: wave.fmcg_driver_id == user and user.has_group(DRIVER))
        if not self or own != self:
            raise AccessError(self.env._("This tour is not known, or somebody else drives it."))

    def action_fmcg_driver_page(self):
        """Open the driver's page of a tour."""
        self._fmcg_check_drives()
        return {"type": "ir.actions.act_url", "url": f"/fmcg/driver?tour={self[:1].id}", "target": "self"}

    def _fmcg_arrange(self, customers):
        """Put the stops of a tour into this order; those that are not named come after them.

        :param customers: ids, of which others than the tour's own mean nothing
        """
        self._fmcg_check_drives()
        stops = self.env["fmcg.shipment"].sudo().search([("tour_id", "=", self.id)])._stops()
        place = {customer: number for number, customer in enumerate(customers)}
        ordered = sorted(stops, key=lambda partner: place.get(partner.id, len(place)))
        for number, partner in enumerate(ordered, 1):
            moved = stops[partner].filtered(lambda each, number=number: each.tour_stop != number)
            if moved:
                moved.write({"tour_stop": number})
        self._fmcg_plan_arrivals()
