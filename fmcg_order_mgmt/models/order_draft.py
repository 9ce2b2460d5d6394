from datetime import datetime, time

import pytz
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

# Questions after which a draft cannot go on as what it is.
BLOCKING = ("shipped", "order_cancelled")


class FmcgOrderDraft(models.Model):
    _name = "fmcg.order.draft"
    _description = "Order Draft"
    _inherit = ["fmcg.intake.question"]
    _order = "request_id, sequence, id"

    request_id = fields.Many2one("fmcg.order.request", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("order", "Order"),
            ("amend", "Amendment"),
            ("cancel", "Cancellation"),
            ("hold", "On Hold"),
            ("none", "No Order"),
        ],
        required=True,
        default="order",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", index="btree_not_null")
    target_order_id = fields.Many2one("sale.order", string="Changes Order", index="btree_not_null")
    target_draft_id = fields.Many2one(
        "fmcg.order.draft",
        string="Changes Draft",
        index="btree_not_null",
        ondelete="set null",
        help="The draft of an earlier message, which is no order yet.",
    )
    requested_date = fields.Date()
    client_order_ref = fields.Char(string="Customer Reference")
    note = fields.Text()
    sale_order_id = fields.Many2one("sale.order", string="Order", index="btree_not_null", readonly=True)
    dismissed = fields.Boolean(readonly=True, help="Left as it is by a person; the words stay.")
    line_ids = fields.One2many("fmcg.order.draft.line", "draft_id", string="Lines")
    state = fields.Selection(
        [
            ("ready", "Ready"),
            ("question", "Question"),
            ("blocked", "Blocked"),
            ("ignored", "Not an Order"),
            ("done", "Done"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )

    @api.depends(
        "kind",
        "question_code",
        "partner_id",
        "sale_order_id",
        "return_ids",
        "target_order_id",
        "target_draft_id",
        "requested_date",
        "dismissed",
        "line_ids.verdict",
        "line_ids.dropped",
    )
    def _compute_state(self):
        for draft in self:
            draft.state = draft._state_of_facts()

    def _state_of_facts(self):
        if self.sale_order_id or self.return_ids:
            return "done"
        if self.kind == "none" or self.dismissed:
            return "ignored"
        verdicts = set(self.line_ids.filtered(lambda line: not line.dropped).mapped("verdict"))
        if "block" in verdicts or self._is_blocked() or not (verdicts or self._says_more_than_lines()):
            return "blocked"
        lacks_target = self._changes_order() and not self._has_target()
        if "ask" in verdicts or self.question_code or not self.partner_id or lacks_target:
            return "question"
        return "ready"

    def _is_blocked(self):
        """Whether the question of the whole draft is one that nothing can be done about as it stands."""
        return self.question_code in BLOCKING

    def _says_more_than_lines(self):
        """Whether a draft without lines has a meaning all the same: another day, a stop, an end."""
        request = self.request_id
        beside = self.note or self.client_order_ref or request._taken_off() or request._gifts()
        texts = request._is_cart() and beside
        return self._changes_order() and bool(self.kind != "amend" or self.requested_date or texts)

    def _changes_order(self):
        """Whether the draft is about an order that exists already, or about a message before it."""
        return self.kind in ("amend", "cancel") or (self.kind == "hold" and self._has_target())

    def _has_target(self):
        return bool(self.target_order_id or self.target_draft_id)

    @api.depends("kind", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for draft in self:
            draft.display_name = " · ".join(filter(None, [draft.partner_id.name, kinds[draft.kind]]))

    def action_settle(self):
        """Close the question of drafts that a person has looked after: customer or date."""
        if not all(draft.partner_id for draft in self):
            raise UserError(self.env._("Choose the customer first."))
        self._close_question()
        self.request_id._update_state()
        return True

    def _close_question(self):
        """Clear the question of whole drafts, and accept the lines that waited for nothing else."""
        for draft in self:
            waiting = draft.line_ids.filtered(
                lambda line, code=draft.question_code: code and line.question_code == code
            )
            # Where there were no words for a line, it only showed that the draft waits.
            (waiting - waiting.filtered("product_id")).filtered(lambda x: not x.source_text).dropped = True
            waiting.filtered("product_id").write({"verdict": "ok", "question_code": False})
        self.write({"question_code": False, "question_values": False})

    def _create_orders(self):
        """Make the sale orders of ready drafts, all in one call, then change those that others speak of."""
        changes = self.filtered(lambda draft: draft._changes_order())
        orders = (self - changes)._create_new_orders()
        changes._apply_changes()
        self._log_orders()
        self._learn()
        return orders

    def _log_orders(self):
        """Note on each message which orders it became or changed."""
        bodies = {}
        for draft in self.filtered("sale_order_id"):
            link = draft.sale_order_id._get_html_link(title=draft.sale_order_id.name)
            text = self.env._("Changed %s.") if draft._changes_order() else self.env._("Became %s.")
            bodies[draft.request_id.id] = (
                bodies.get(draft.request_id.id, Markup()) + Markup.escape(text) % link
            )
        if bodies:
            self.request_id.browse(bodies)._message_log_batch(bodies)

    def _create_new_orders(self):
        # A draft of nothing but returns needs no order.
        drafts = self.filtered(lambda draft: draft._order_lines())
        values = [draft._prepare_order() for draft in drafts]
        if not self.env["account.analytic.distribution.model"].sudo().search_count([], limit=1):
            self._leave_out_analytics(values)
        orders = self.env["sale.order"].create(values)
        for draft, order in zip(drafts, orders, strict=True):
            draft.sale_order_id = order
        self._book_extras()
        orders._fmcg_claim_if_by_itself()
        orders.action_fmcg_review()
        return orders

    @api.model
    def _leave_out_analytics(self, orders):
        """Spare core from looking for analytic distributions line by line, where there is nothing to find."""
        for values in orders:
            for _command, _key, line in values["order_line"]:
                line["analytic_distribution"] = False

    def _requested_moment(self):
        """Return noon of the requested day on the desk's clock, in UTC: midnight would be the day before
        for half of the world."""
        if not self.requested_date:
            return False
        zone = pytz.timezone(self.env.user.tz or self.company_id.partner_id.tz or "UTC")
        noon = zone.localize(datetime.combine(self.requested_date, time(12)))
        return noon.astimezone(pytz.utc).replace(tzinfo=None)

    def _day_of(self, moment):
        """Return the day of a moment on the desk's clock, False for none."""
        zone = pytz.timezone(self.env.user.tz or self.company_id.partner_id.tz or "UTC")
        return moment and pytz.utc.localize(moment).astimezone(zone).date()

    def _prepare_order(self):
        channel = self.request_id.channel_id
        values = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "client_order_ref": self.client_order_ref,
            # An order beside the one that was meant first names it.
            "origin": self.target_order_id.name,
            "commitment_date": self._requested_moment(),
            "fmcg_channel_id": channel.id,
            "fmcg_hold": self.kind == "hold",
            "fmcg_note": self.note,
            "order_line": [fields.Command.create(line._prepare_order_line()) for line in self._order_lines()],
        }
        if channel.code == "rep" and not self.env.user.has_group("sales_team.group_sale_salesman_all_leads"):
            # A rep who stands in for another sees the order that he took.
            values["user_id"] = self.env.uid
        if gifts := self.request_id._gifts():
            values["fmcg_gifts"] = gifts
        return values | ({"team_id": channel.team_id.id} if channel.team_id else {})
