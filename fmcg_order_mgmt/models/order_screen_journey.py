from odoo import api, models
from odoo.exceptions import UserError


class FmcgOrderScreen(models.AbstractModel):
    """Where the goods are: a rep who is asked looks here, not in another program."""

    _inherit = "fmcg.order.screen"

    @api.model
    @api.readonly
    def journey(self, order_id):
        """Return the journey of an order's parcels, as far as the user may see them.

        :raises UserError: there is no such order any more
        :raises AccessError: it is not the user's to see
        """
        self._check_rep()
        order = self.env["sale.order"].browse(self._sound_key(order_id)).exists()
        if not order:
            raise UserError(self.env._("This order does not exist any more."))
        order.check_access("read")
        return order.fmcg_journey or []
