import dataclasses

from odoo import api, models

from ..engine import tracking

# What an unsigned call cannot say alone: money may depend on it, so the provider is asked.
TO_CONFIRM = tracking.TERMINAL | {"returning"}


class FmcgShipment(models.Model):
    """What providers say by themselves, also before a number is entered or without a signature."""

    _inherit = "fmcg.shipment"

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        numbers = self.env["fmcg.tracking.call.number"].sudo()
        waiting = numbers.search([("name", "in", shipments.mapped("name"))])
        calls = waiting.call_id.filtered(lambda call: call.account_id in shipments.sudo().account_id)
        if calls:
            calls.number_ids.unlink()
            calls.write({"state": "new"})
            self.env.ref("fmcg_order_mgmt.ir_cron_read_tracking_calls").sudo()._trigger()
        return shipments

    def _unproven(self, answer):
        """Return what may be believed of an unsigned answer; for the rest the provider is asked soon."""
        events = tuple(event for event in answer.events if event.state not in TO_CONFIRM)
        if len(events) < len(answer.events):
            self.next_poll_at = self._soon()
        return dataclasses.replace(answer, events=events, full=False)
