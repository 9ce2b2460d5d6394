from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .sale_order_review import OPEN_STATES

MOST_ROWS = 200
# More orders wait only after days without reviewers; the oldest of them are enough to begin with.
MOST_SORTED = 5000


class FmcgReviewDesk(models.AbstractModel):
    """The reviewer's queue: the orders that wait for a decision, the soonest and worst first.

    Answers are plain values in the words of the reviewer's language, with the keys of records.
    """

    _name = "fmcg.review.desk"
    _description = "Review Desk"

    @api.model
    def _check_reviewer(self):
        """Refuse whoever decides on no orders.

        :raises AccessError: the user is no reviewer
        """
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_reviewer"):
            raise AccessError(self.env._("Only a reviewer decides on orders here. Ask for that role."))

    @api.model
    @api.readonly
    def queue(self, limit=80):
        """Return the orders that wait for this reviewer, the soonest and worst first.

        :param int limit: how many rows at most; the counts are those of all that wait
        :return: ``{"rows", "count", "blocked", "late", "asked"}``; rows as ``_row`` gives them, ``asked``
            counts those that wait for their customer
        :raises AccessError: the user is no reviewer
        """
        self._check_reviewer()
        orders, now = self._waiting(), fields.Datetime.now()
        most = max(1, min(limit, MOST_ROWS)) if isinstance(limit, int) else MOST_ROWS
        return {
            "rows": [self._row(order) for order in orders[:most]],
            "count": len(orders),
            "blocked": len(orders.filtered("fmcg_block_count")),
            "late": len(orders.filtered(lambda order: order.fmcg_cut_off and order.fmcg_cut_off < now)),
            "asked": len(orders.filtered("fmcg_asked_at")),
        }

    @api.model
    def _waiting(self):
        """Return the orders that wait; one that this user approved already waits for somebody else."""
        domain = Domain("fmcg_review_state", "=", "pending") & Domain("state", "in", OPEN_STATES)
        orders = self.env["sale.order"].search(domain, limit=MOST_SORTED, order="create_date, id")
        orders = orders.filtered(lambda order: order.fmcg_first_approver_id != self.env.user)
        return orders.sorted(self._urgency)

    @api.model
    def _urgency(self, order):
        """Return by what orders are sorted.

        Whether the customer's answer is waited for, whose it is, whether an answer has come or is asked
        for, how soon it closes, its type, what was found.
        """
        mine = order.fmcg_asked_manager_id == self.env.user
        return (
            bool(order.fmcg_asked_at) and not mine,
            0 if mine else self._whose(order),
            not mine and not order.fmcg_answered_at,
            order.fmcg_cut_off or datetime.max,
            -order.fmcg_priority,
            not order.fmcg_block_count,
            not order.fmcg_warn_count,
            order.id,
        )

    @api.model
    def _whose(self, order):
        """Return 0 for an order that is this reviewer's, 1 for nobody's, 2 for somebody else's."""
        reviewer = order.fmcg_reviewer_id
        return 0 if reviewer == self.env.user else 2 if reviewer else 1

    @api.model
    def _row(self, order):
        found = self._open_findings(order)
        reviewer = order.fmcg_reviewer_id
        return {
            "id": order.id,
            "name": order.name,
            "customer": order.partner_id.display_name,
            "total": order.currency_id.format(order.amount_total),
            "cut_off": fields.Datetime.to_string(order.fmcg_cut_off) or "",
            "channel": order.fmcg_channel_id.name or "",
            "type": order.fmcg_order_type_id.name or "",
            "blocks": order.fmcg_block_count,
            "warnings": order.fmcg_warn_count,
            "severity": found[:1].severity or "",
            "says": found[:1].message or "",
            "whose": "" if reviewer in (reviewer.browse(), self.env.user) else reviewer.name,
            "waits": order.fmcg_waits_text or "",
            "answered": bool(order.fmcg_answered_at),
        }

    @api.model
    def _open_findings(self, order):
        """Return what the checks found and nobody settled, the worst first."""
        found = order.sudo().fmcg_finding_ids.filtered(lambda finding: finding.state == "open")
        return found.sorted(lambda finding: (-finding.weight, finding.id))

    @api.model
    def _given(self, order_id):
        """Return the order of an id that came from outside, once the user may decide on it.

        :raises AccessError: the user is no reviewer, or may not see the order
        :raises UserError: there is no such order
        """
        self._check_reviewer()
        sound = isinstance(order_id, int) and 0 < order_id < 2**31
        order = self.env["sale.order"].browse(order_id if sound else ()).exists()
        if not order:
            raise UserError(self.env._("This order is not there any more."))
        order.check_access("read")
        return order
