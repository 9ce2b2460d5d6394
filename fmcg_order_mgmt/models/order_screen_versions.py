from datetime import datetime

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class FmcgOrderScreen(models.AbstractModel):
    """The history of an order: what each change made of it, who asked for it, and through which channel."""

    _inherit = "fmcg.order.screen"

    @api.model
    @api.readonly
    def versions(self, order_id):
        """Return the versions of an order, the latest first, each with what changed.

        :raises UserError: the order is gone
        """
        self._check_rep()
        order = self._read_order(order_id)
        versions = sorted(self._order_versions(order), key=lambda found: found[0])
        return [version for _moment, version in reversed(versions)]

    @api.model
    def _order_versions(self, order):
        """Return what was made of an order, each with its moment."""
        drafts = order._fmcg_source_drafts().sorted(lambda draft: (draft.create_date, draft.id))
        views = drafts.filtered("change_data")._difference_views()
        return [(draft.create_date, self._version(draft, views.get(draft))) for draft in drafts]

    @api.model
    def _read_order(self, order_id):
        """Return the order with this key, which the user may see.

        :raises UserError: there is none any more
        """
        order = self.env["sale.order"].browse(self._sound_key(order_id)).exists()
        if not order:
            raise UserError(self.env._("This order does not exist any more. What you entered is kept."))
        order.check_access("read")
        return order

    @api.model
    def _version(self, draft, view):
        kept = (draft.change_data or {}).get("date")
        made = datetime.fromisoformat(kept) if kept else draft.create_date
        return {
            "id": draft.id,
            "when": format_datetime(self.env, made, dt_format="short"),
            "who": draft.create_uid.name,
            "channel": draft.request_id.channel_id.name,
            "kind": draft.kind,
            "rows": [
                {"product": row["product"], "was": row["was"], "will": row["will"], "goes": row["goes"]}
                for row in (view or {}).get("rows", ())
                if not row["same"]
            ],
            "lines": [] if view else self._first_lines(draft),
            "total": (view or {}).get("total") or [],
        }

    @api.model
    def _first_lines(self, draft):
        """Return what the order said at first, a text for each line."""
        lines = draft._order_lines()
        number = self.env["sale.order.line"]._fmcg_number
        return [f"{number(line.quantity)} {line.uom_id.name} {line.product_id.name}" for line in lines]
