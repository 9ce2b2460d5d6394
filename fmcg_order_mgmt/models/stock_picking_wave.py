from odoo import models
from odoo.fields import Domain

from .stock_picking_batch import WaveKey

WAITING = ("waiting", "confirmed", "assigned")


class StockPicking(models.Model):
    """Deliveries of our orders leave in the wave of their route and day; core batches the others."""

    _inherit = "stock.picking"

    def _find_auto_batch(self):
        # Asked last: core asks for each delivery, and most operations are not batched by themselves.
        if self.picking_type_id.auto_batch and self._fmcg_has_wave():
            return False
        return super()._find_auto_batch()

    def _fmcg_has_wave(self):
        """Whether this brings goods of an order of ours towards its customer."""
        outgoing = self.picking_type_id.code in ("outgoing", "internal") and not self.return_id
        return outgoing and self.sudo().sale_id._fmcg_leaves_in_wave()

    def _get_possible_pickings_domain(self):
        return super()._get_possible_pickings_domain() & ~Domain(
            "sale_id", "any", self.env["sale.order"]._fmcg_leaving_domain()
        )

    def _fmcg_join_waves(self, packed=False):
        """Put those that wait, and are in no batch, into the waves of their routes and days.

        :param packed: they may still leave on the day itself
        """
        waiting = self.sudo().filtered(
            lambda each: each.state in WAITING and not each.batch_id and each._fmcg_has_wave()
        )
        days = waiting.sale_id._fmcg_days_to_leave(packed)
        found = {}
        for picking in waiting:
            key, cut_off = picking._fmcg_wave_key(days)
            pickings, _cut_off = found.get(key, (picking, cut_off))
            found[key] = pickings | picking, cut_off
        if found:
            self.env["stock.picking.batch"].sudo()._fmcg_take(found)
            waiting._fmcg_set_stops()

    def _fmcg_wave_key(self, days):
        """Return the key of the wave to which this goes, and the cut-off of its order.

        :param days: of the orders
        """
        day, order = days[self.sale_id], self.sale_id
        route, timetable = order._fmcg_route(), order._fmcg_timetable()
        key = WaveKey(self.company_id.id, self.picking_type_id.id, route.id or 0, day)
        return key, timetable and timetable.closes_on(day) or False

    def _fmcg_set_stops(self):
        """Let the deliveries stand in the wave in the order of their stops."""
        for picking in self:
            address = picking.sale_id.partner_shipping_id or picking.partner_id
            stop = address.fmcg_stop or address.commercial_partner_id.fmcg_stop
            if stop:
                picking.batch_sequence = stop

    def action_cancel(self):
        """Take cancelled deliveries out of their waves; who may cancel them need not be of the warehouse."""
        self.check_access("write")
        self.sudo().filtered(lambda each: each.state != "done" and each.batch_id.fmcg_day).batch_id = False
        return super().action_cancel()

    def _action_done(self):
        result = super()._action_done()
        done = self.filtered(lambda picking: picking.state == "done")
        # The next step in the warehouse, and what was left behind.
        done.move_ids.move_dest_ids.picking_id._fmcg_join_waves(packed=True)
        done.backorder_ids._fmcg_join_waves()
        return result
