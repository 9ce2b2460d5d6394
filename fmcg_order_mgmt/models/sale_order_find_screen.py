from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from .order_draft_target import CHANGEABLE
from .order_request_screen import OPEN_STATES

MOST_FOUND = 200
MOST_SKIPPED = 100_000
# Each favourite by its domain on orders and on messages.
FAVOURITES = {
    "today": (Domain("date_order", ">=", "today"), Domain("received_at", ">=", "today")),
    "arriving": (Domain("fmcg_arrives_on", "=", "today"), Domain.FALSE),
    "late": (Domain("fmcg_is_late", "=", True), Domain("is_late", "=", True)),
    "waiting": (Domain("fmcg_waits_for_me", "=", True), Domain("waits_for_me", "=", True)),
}


class SaleOrder(models.Model):
    """The box and the favourites for a screen that is no list of records."""

    _inherit = "sale.order"

    @api.model
    @api.readonly
    def fmcg_find_orders(self, words="", favourite=None, limit=40, offset=0):
        """Find orders, and messages that are no order yet, the newest first.

        :param words: what was typed, in any of the forms that the box understands; all when it is empty
        :param favourite: "today", "arriving", "late", "waiting" or None
        :param limit: most orders, and most messages, to return
        :param offset: so many of each are left out: those shown before
        :return: ``{"orders": [...], "requests": [...], "more": whether there are further ones}``
        :raises AccessError: no right to read orders
        :raises UserError: a value that cannot be right
        """
        self.check_access("read")
        words, orders, requests = self._fmcg_checked_find(words, favourite, limit, offset)
        # Orders and messages are searched for the same customers and products.
        self = self.with_context(fmcg_found={})
        requests &= Domain("state", "in", OPEN_STATES)
        finding, page = self.env["fmcg.finding"], {"limit": limit + 1, "offset": offset}
        found = finding._newest(self, words, self._fmcg_places, orders, "date_order desc, id desc", **page)
        messages = self.env["fmcg.order.request"]
        if messages.has_access("read"):
            places = messages._places
            messages = finding._newest(messages, words, places, requests, messages._order, **page)
        return {
            "orders": [order._fmcg_found() for order in found[:limit]],
            "requests": [message._found() for message in messages[:limit]],
            "more": max(len(found), len(messages)) > limit,
        }

    @api.model
    def _fmcg_checked_find(self, words, favourite, limit, offset):
        if not isinstance(words or "", str):
            raise UserError(self.env._("What to find must be a text."))
        if favourite and favourite not in FAVOURITES:
            raise UserError(
                self.env._("There is no favourite %s. Take today, arriving, late or waiting.", favourite)
            )
        for number, least, most in ((limit, 1, MOST_FOUND), (offset, 0, MOST_SKIPPED)):
            if not isinstance(number, int) or not least <= number <= most:
                raise UserError(
                    self.env._("Give whole numbers: a limit from 1 to %s, an offset from 0.", MOST_FOUND)
                )
        return (words or "").strip(), *FAVOURITES.get(favourite, (Domain.TRUE, Domain.TRUE))

    def _fmcg_found(self):
        """Return what a list of found orders shows of this one."""
        self.ensure_one()
        stages = dict(self._fields["fmcg_stage"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "partner": self.partner_id.display_name,
            "ref": self.client_order_ref or "",
            "date": fields.Date.to_string(fields.Datetime.context_timestamp(self, self.date_order)),
            "amount": formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
            "stage": self.fmcg_stage,
            "stage_label": stages.get(self.fmcg_stage, ""),
            "changeable": self.fmcg_stage in CHANGEABLE,
            "late": self.fmcg_is_late,
            "waiting": self.fmcg_waits_for_me,
            "channel": self.fmcg_channel_id.name or "",
            "type": self.fmcg_order_type_id.name or "",
            "travel": self._fmcg_travel_row(),
        }
