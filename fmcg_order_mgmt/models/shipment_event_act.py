import logging

from psycopg2 import OperationalError

from odoo import api, models

_logger = logging.getLogger(__name__)


class FmcgShipmentEvent(models.Model):
    """Whatever brings news of a shipment, somebody and its customer hear of it.

    Events that are withdrawn come one by one; what they change is found by the scheduled job, once all are.
    """

    _inherit = "fmcg.shipment.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._act()
        return events

    def _act(self):
        """Look after the shipments; what goes wrong with that loses no event, the job tries it again."""
        try:
            with self.env.cr.savepoint():
                self.shipment_id._act()
        except OperationalError:
            # Another transaction was first; only the whole of this one can be tried again.
            raise
        except Exception:
            _logger.exception("shipments %s could not be looked after", self.shipment_id.ids)
