import datetime as dt

from odoo import models
from odoo.exceptions import AccessError

from ..engine import tracking
from .shipment import OWN, utc_now


class FmcgShipment(models.Model):
    """What people report of a shipment, first of all the drivers of own vans."""

    _inherit = "fmcg.shipment"

    def action_delivered(self):
        """Record that the goods have arrived.

        :raises AccessError: neither dispatcher nor driver; a driver reports on own vans only
        """
        open_ones = self.filtered(lambda shipment: shipment.state != "delivered")
        open_ones._report("delivered", self.env._("Reported as delivered by %s", self.env.user.name))
        return True

    def action_attempt_failed(self):
        """Record that the goods could not be handed over, also when they were reported as delivered before.

        :raises AccessError: neither dispatcher nor driver; a driver reports on own vans only
        """
        self._report("attempt_failed", self.env._("Reported as not delivered by %s", self.env.user.name))
        return True

    def _report(self, state, description):
        """Add an event that a person saw, now."""
        self._check_reporter()
        values = [shipment._report_values(state, description) for shipment in self]
        self.env["fmcg.shipment.event"].sudo().create(values)

    def _report_values(self, state, description):
        # Who reports knows what is known already, so it comes after that even within the same second.
        moment = utc_now()
        if self.last_event_at:
            known = self.last_event_at.replace(tzinfo=dt.timezone.utc)
            moment = max(moment, known + dt.timedelta(seconds=1))
        event = tracking.Event(moment, "", state, description=description)
        return self._event_values(event, source="manual", provider=OWN)

    def _check_reporter(self):
        self.check_access("read")
        user = self.env.user
        if self.env.su or user.has_group("fmcg_order_mgmt.group_fmcg_dispatcher"):
            return
        carried = self.filtered(lambda shipment: shipment._is_carried())
        if carried or not user.has_group("fmcg_order_mgmt.group_fmcg_driver"):
            raise AccessError(
                self.env._("Only dispatchers may report this, and drivers for what the own vans carry.")
            )
