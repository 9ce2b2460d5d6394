from datetime import datetime
from decimal import Decimal

from odoo import api, fields, models


class FmcgOrderDraft(models.Model):
    """A change shown as a difference: what was and what will be, before it is made and after."""

    _inherit = "fmcg.order.draft"

    difference = fields.Html(compute="_compute_difference", sanitize=False, string="What Changes")

    @api.depends(
        "kind",
        "change_data",
        "target_order_id",
        "target_draft_id",
        "requested_date",
        "line_ids.product_id",
        "line_ids.quantity",
        "line_ids.uom_id",
        "line_ids.action",
        "line_ids.dropped",
    )
    @api.depends_context("lang")
    def _compute_difference(self):
        shown = self.filtered(lambda draft: draft._changes_order() and draft._has_target())
        (self - shown).difference = False
        for draft, view in shown._difference_views().items():
            draft.difference = draft._difference_html(view)

    def _difference_html(self, view):
        return self.env["ir.qweb"]._render("fmcg_order_mgmt.order_difference", view)

    def _difference_views(self):
        """Return what the table shows by draft: the change that was made, else the one to come."""
        records = {
            draft: draft.change_data or {"before": {}, "after": {}, "rows": draft._difference_rows()}
            for draft in self
        }
        rows = [row for record in records.values() for row in record["rows"]]
        products = self.env["product.product"].browse({row["product_id"] for row in rows}).exists()
        uoms = self.env["uom.uom"].browse({row["uom_id"] for row in rows if row["uom_id"]}).exists()
        return {
            draft: {
                "draft": draft,
                "rows": [self._difference_row(row, products, uoms) for row in record["rows"]],
                "date": draft._difference_date(record),
                "total": draft._difference_total(record),
            }
            for draft, record in records.items()
        }

    def _difference_total(self, record):
        """Return the amounts before and after, once the change is made."""
        amounts = [record[name].get("total") for name in ("before", "after")]
        if None in amounts or amounts[0] == amounts[1]:
            return None
        return [self.sale_order_id.currency_id.format(amount) for amount in amounts]

    def _difference_date(self, record):
        """Return the days of delivery before and after, or nothing where the day stays."""
        if not self.requested_date or self.kind == "cancel":
            return None
        kept = record["before"].get("commitment_date")
        moment = datetime.fromisoformat(kept) if kept else None
        if not self.change_data:
            moment = self.target_order_id.commitment_date
        day = moment and fields.Datetime.context_timestamp(self, moment).date()
        return None if day == self.requested_date else (day, self.requested_date)

    def _difference_row(self, row, products, uoms):
        product = products & products.browse(row["product_id"])
        uom = uoms & uoms.browse(row["uom_id"] or ())
        return {
            # A product that is gone keeps the name it had.
            "product": product.name or row["product"],
            "was": self._amount(row["was"], product, uom or product.uom_id),
            "will": self._amount(row["will"], product, uom or product.uom_id),
            "goes": not row["will"],
            "same": row["was"] == row["will"],
        }

    @staticmethod
    def _amount(base, product, uom):
        """Return a quantity in words: whole packs and what is left over, such as 10 Case + 6 Units."""
        base = Decimal(str(base))
        if not product:
            return f"{base.normalize():f}"
        packs, rest = divmod(base, uom._fmcg_size(product))
        parts = [(packs, uom)] if packs or not rest else []
        if rest:
            parts.append((rest, product.uom_id))
        return " + ".join(f"{number.normalize():f} {unit.name}" for number, unit in parts)

    def _log_changes(self):
        """Write one note of all changes on each order, with the difference and a link to the message."""
        bodies = {}
        for draft, view in self._difference_views().items():
            values = view | {"message": draft.request_id}
            note = self.env["ir.qweb"]._render("fmcg_order_mgmt.order_change_note", values)
            order = draft.sale_order_id.id
            bodies[order] = bodies[order] + note if order in bodies else note
        if bodies:
            self.sale_order_id._message_log_batch(bodies)
