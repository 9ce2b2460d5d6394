import logging
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytz
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ..engine.review.check import log_place
from .review_facts_delivery import is_closed
from .sale_order_review import OPEN_STATES

_logger = logging.getLogger(__name__)

# So many delivery days ahead are looked at.
DAYS_AHEAD = 60


class Terms(NamedTuple):
    """On what terms an order is delivered.

    ``ordered_on``: the day on which it came in; ``days`` that it reaches, in order; ``lead_days`` from the
    warehouse's work to the delivery; and, for the products with these keys (``judged``), how many days they
    must still keep.
    """

    ordered_on: date
    days: tuple[date, ...]
    lead_days: int
    shelf_life_days: int
    judged: frozenset[int]


class SaleOrder(models.Model):
    """When an order can be with its customer."""

    _inherit = "sale.order"

    fmcg_promise_ids = fields.One2many(
        "fmcg.promise",
        "order_id",
        domain=[("is_current", "=", True), ("line_id", "!=", False)],
        string="Promises",
        readonly=True,
    )
    fmcg_promised_on = fields.Date(
        string="Promised",
        readonly=True,
        copy=False,
        help="When all of the order can be with the customer. Empty: some of it never.",
    )
    fmcg_promise_text = fields.Char(string="What Is Promised", compute="_compute_fmcg_promise_text")

    @api.depends("fmcg_promise_ids.text")
    @api.depends_context("lang")
    def _compute_fmcg_promise_text(self):
        for order in self:
            order.fmcg_promise_text = order.sudo().fmcg_promise_ids._words()

    def _fmcg_promise(self):
        """Promise the lines of the orders a day, all from one look at what there is.

        An order for which that fails keeps what it was promised, and holds up neither others nor its review.
        """
        open_ones = self.filtered(lambda order: order.state in OPEN_STATES)
        try:
            with self.env["fmcg.review.facts"]._guarded():
                open_ones._fmcg_keep_promised(open_ones._fmcg_foreseen())
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:  # pylint: disable=broad-exception-caught
            if len(open_ones) == 1:
                return log_place(_logger, "An order could not be promised a day", error)
            for order in open_ones:
                order._fmcg_promise()

    def _fmcg_keep_promised(self, promised):
        self.env["fmcg.promise"]._keep(self, promised)
        by_day = {}
        for order in self.sudo():
            days = [promised[line.id]["promised_on"] for line in order.order_line if line.id in promised]
            day = bool(days) and all(days) and max(days)
            by_day[day] = by_day.get(day, order.browse()) | order
        for day, orders in by_day.items():
            orders._fmcg_write_changed({"fmcg_promised_on": day})

    def _fmcg_refuse_forged(self, vals):
        if not self.env.su and "fmcg_promised_on" in vals:
            raise UserError(self.env._("The promised day follows from stock, receipts and the route's days."))
        return super()._fmcg_refuse_forged(vals)

    def _fmcg_foreseen(self):
        """Return what the lines can be promised now, the values of ``fmcg.promise`` by line id.

        Who comes first is served first: by the type's priority, the day that is wanted, and the moment.
        """
        orders = self.sudo()
        lines = orders.order_line.filtered(lambda line: line.product_id and line.product_uom_qty > 0)
        shelves = self.env["fmcg.promise.supply"]._shelves(lines.product_id, orders.warehouse_id, orders)
        holidays = self.env["fmcg.review.facts"]._holidays(orders.company_id)
        found = {}
        for order in orders.sorted(lambda order: order._fmcg_turn()):
            terms = order._fmcg_terms(holidays.get(order.company_id, ()))
            for line in order.order_line & lines:
                found[line.id] = line._fmcg_promised(shelves, terms)
        return found

    def _fmcg_lead_days(self):
        """Return how many days the delivery takes from the warehouse's work on."""
        route = self._fmcg_route()
        return route.lead_days if route else 1

    def _fmcg_noon(self, day):
        """Return noon of a day at the place that delivers, in UTC."""
        zone = self.env["fmcg.review.facts"]._zone(self)
        noon = zone.localize(datetime.combine(day, time(12)))
        return noon.astimezone(pytz.utc).replace(tzinfo=None)

    def _fmcg_terms(self, holidays):
        """Return on what terms the order is delivered: see ``Terms``."""
        facts = self.env["fmcg.review.facts"]
        asked = facts._shelf_life_days(self)
        products = self.order_line.product_id if asked else self.env["product.product"]
        return Terms(
            ordered_on=facts._local_day(self, facts._came_in(self)),
            days=self._fmcg_reached_days(holidays),
            lead_days=self._fmcg_lead_days(),
            shelf_life_days=asked,
            judged=frozenset(facts._judged(products, asked).ids),
        )

    def _fmcg_turn(self):
        came_in = self.env["fmcg.review.facts"]._came_in(self)
        return -self.fmcg_priority, self.commitment_date or came_in, came_in, self.id

    def _fmcg_reached_days(self, holidays):
        """Return the delivery days that the order reaches, none before the day that is wanted."""
        facts = self.env["fmcg.review.facts"]
        now, came_in, zone = fields.Datetime.now(), facts._came_in(self), facts._zone(self)
        today, timetable = facts._local_day(self, now), self._fmcg_timetable()
        if timetable:
            # A cut-off that was kept counts as long as the goods can still leave in time.
            days = timetable.following(came_in, DAYS_AHEAD)
            possible = [day for day in days if day - timedelta(days=timetable.days.lead_days) >= today]
            days = possible or timetable.following(now, DAYS_AHEAD)
        else:
            days = [today + timedelta(days=number) for number in range(1, DAYS_AHEAD + 1)]
        wanted = self.commitment_date and facts._local_day(self, self.commitment_date)
        return tuple(day for day in days if day >= (wanted or day) and not is_closed(day, zone, holidays))
