from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .sale_order_review import OPEN_STATES


class SaleOrder(models.Model):
    """Orders wait for the wave of their route, are released before its cut-off, and leave together."""

    _inherit = "sale.order"

    fmcg_release_at = fields.Datetime(
        string="Release Planned",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the order, if it is approved by then, is confirmed with the others of its wave.",
    )

    fmcg_wave_day = fields.Date(
        string="Leaves For",
        readonly=True,
        copy=False,
        help="The delivery day with whose wave the order leaves.",
    )

    def _fmcg_leaves_in_wave(self):
        """Whether deliveries of the order go into waves: those of orders that passed our review."""
        return bool(
            self.fmcg_review_state == "approved" and (self.fmcg_channel_id or self.fmcg_order_type_id)
        )

    @api.model
    def _fmcg_leaving_domain(self):
        ours = Domain("fmcg_channel_id", "!=", False) | Domain("fmcg_order_type_id", "!=", False)
        return Domain("fmcg_review_state", "=", "approved") & ours

    def _fmcg_release(self):
        self._fmcg_plan_days()
        released = super()._fmcg_release()
        released._fmcg_join_waves()
        return released

    def action_confirm(self):
        self._fmcg_plan_days()
        result = super().action_confirm()
        self._fmcg_join_waves()
        return result

    def _fmcg_join_waves(self):
        self.filtered(lambda order: order._fmcg_leaves_in_wave()).sudo().picking_ids._fmcg_join_waves()

    def _fmcg_refuse_forged(self, vals):
        if not self.env.su and {"fmcg_release_at", "fmcg_wave_day"} & vals.keys():
            raise UserError(self.env._("When an order is released follows from its route's cut-off."))
        return super()._fmcg_refuse_forged(vals)

    def _fmcg_plan_days(self):
        """Note for open orders on which day they leave: core forgets with the release when they came in."""
        leaving = self.filtered(lambda order: order.state in OPEN_STATES and order._fmcg_leaves_in_wave())
        leaving._fmcg_write_planned({order: {"fmcg_wave_day": day} for order, day in leaving._fmcg_days()})

    def _fmcg_days(self):
        """Return pairs of an order and the first day that it reaches from now on.

        Where it is delivered in one go, that is when all of it is there.
        """
        orders = self.sudo()
        holidays = self.env["fmcg.review.facts"]._holidays(orders.company_id) if self else {}
        return [(order, order._fmcg_first_day(holidays.get(order.company_id, ()))) for order in orders]

    def _fmcg_first_day(self, holidays):
        days = self._fmcg_reached_days(holidays)
        complete = self.picking_policy == "one" and self.fmcg_promised_on
        later = (day for day in days if day >= complete) if complete else iter(days)
        return next(later, complete or self._fmcg_today())

    def _fmcg_today(self):
        return self.env["fmcg.review.facts"]._local_day(self, fields.Datetime.now())

    def _fmcg_days_to_leave(self, packed=False):
        """Return the day with whose wave each order leaves: the one planned, as long as that can be kept.

        :param packed: all that is left to do is done on the day itself
        """
        kept = self.filtered(lambda order: order._fmcg_can_leave(packed))
        return {order: order.fmcg_wave_day for order in kept} | dict((self - kept)._fmcg_days())

    def _fmcg_can_leave(self, packed):
        ahead = timedelta(days=0 if packed else self._fmcg_lead_days())
        return bool(self.fmcg_wave_day) and self.fmcg_wave_day - ahead >= self._fmcg_today()

    def _fmcg_write_planned(self, planned):
        """Write values to orders; those with the same are written together.

        :param planned: values by order
        """
        groups = {}
        for order, values in planned.items():
            key = tuple(values.items())
            groups[key] = groups.get(key, order) | order
        for values, orders in groups.items():
            orders.sudo()._fmcg_write_changed(dict(values))

    def _fmcg_follow_release(self):
        result = super()._fmcg_follow_release()
        self._fmcg_plan_release()
        return result

    def _fmcg_plan_release(self):
        """Note when the orders that wait for their wave are to be released, and wake the cron then."""
        waiting = self.filtered_domain(self._fmcg_waiting_domain())
        planned = {
            order: {"fmcg_wave_day": day, "fmcg_release_at": order._fmcg_due(day)}
            for order, day in waiting._fmcg_days()
        }
        self._fmcg_write_planned(planned)
        self._fmcg_wake_release({values["fmcg_release_at"] for values in planned.values()})

    def _fmcg_due(self, day):
        timetable = self._fmcg_timetable()
        return timetable.due(day, self.company_id.fmcg_wave_minutes) if timetable else False

    @api.model
    def _fmcg_wake_release(self, moments):
        cron = self.env.ref("fmcg_order_mgmt.ir_cron_release", raise_if_not_found=False)
        now = fields.Datetime.now()
        wanted = {moment for moment in moments if moment and moment > now}
        if cron and wanted:
            triggers = self.env["ir.cron.trigger"].sudo()
            there = triggers.search([("cron_id", "=", cron.id), ("call_at", "in", list(wanted))])
            if fresh := wanted - set(there.mapped("call_at")):
                cron._trigger(at=fresh)

    @api.model
    def _fmcg_waiting_domain(self):
        """Approved orders of the types that wait for a wave."""
        return super()._fmcg_wave_domain() & Domain("fmcg_order_type_id.release", "=", "wave")

    @api.model
    def _fmcg_wave_domain(self):
        """Those that are due: nothing says when, or the moment has come."""
        due = Domain("fmcg_release_at", "=", False) | Domain("fmcg_release_at", "<=", fields.Datetime.now())
        at_once = Domain("fmcg_order_type_id.release", "!=", "wave")
        return super()._fmcg_wave_domain() & (at_once | due)

    @api.model
    def _cron_release(self, chunk=50):
        # Routes, cut-offs and days may have changed since the orders were approved.
        self.search(self._fmcg_waiting_domain())._fmcg_plan_release()
        return super()._cron_release(chunk)
