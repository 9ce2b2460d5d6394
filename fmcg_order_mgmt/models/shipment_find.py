from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ..engine.tracking.typed import typed_numbers

LONGEST = 4000


class FmcgShipment(models.Model):
    """A shipment is found by its number however it is typed or pasted, by its order and by its customer."""

    _inherit = "fmcg.shipment"

    find = fields.Char(
        store=False,
        search="_search_find",
        help="Waybill numbers as they are pasted: with spaces, dashes or full-width digits, or several.",
    )

    def _search_find(self, operator, value):
        """Find numbers alone with "=", with "ilike" orders and customers as well."""
        if operator not in ("ilike", "in"):
            return NotImplemented
        texts = [value] if operator == "ilike" else value
        found = Domain.OR(self._number_domain(text[:LONGEST]) for text in texts if isinstance(text, str))
        words = escape_psql(value.strip()) if operator == "ilike" else ""
        if words:
            found |= Domain("name", "ilike", words)
            found |= Domain("order_ids.name", "ilike", words) | Domain("partner_id", "ilike", words)
        return found

    def _number_domain(self, text):
        numbers, part = typed_numbers(text)
        return Domain("name", "in", numbers) | (Domain("name", "ilike", part) if part else Domain.FALSE)
