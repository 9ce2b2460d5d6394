from odoo import api, fields, models
from odoo.exceptions import UserError


class FmcgOrderDraft(models.Model):
    _name = "fmcg.order.draft"
    _description = "Order Draft"
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
    requested_date = fields.Date()
    client_order_ref = fields.Char(string="Customer Reference")
    note = fields.Text()
    question = fields.Char()
    sale_order_id = fields.Many2one("sale.order", string="Order", index="btree_not_null", readonly=True)
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

    @api.depends("kind", "question", "partner_id", "sale_order_id", "line_ids.verdict", "line_ids.dropped")
    def _compute_state(self):
        for draft in self:
            draft.state = draft._state_of_facts()

    def _state_of_facts(self):
        if self.sale_order_id:
            return "done"
        if self.kind == "none":
            return "ignored"
        verdicts = set(self.line_ids.filtered(lambda line: not line.dropped).mapped("verdict"))
        # Changes to existing orders wait for a person until they can be applied here.
        if "block" in verdicts or self.kind in ("amend", "cancel") or not verdicts:
            return "blocked"
        if "ask" in verdicts or self.question or not self.partner_id:
            return "question"
        return "ready"

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
        self.write({"question": False})
        self.request_id._update_state()
        return True

    def _create_orders(self):
        """Create the sale orders of ready drafts, all in one call."""
        orders = self.env["sale.order"].create([draft._prepare_order() for draft in self])
        for draft, order in zip(self, orders, strict=True):
            draft.sale_order_id = order
        return orders

    def _prepare_order(self):
        channel = self.request_id.channel_id
        values = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "client_order_ref": self.client_order_ref,
            "commitment_date": self.requested_date,
            "fmcg_channel_id": channel.id,
            "fmcg_order_type_id": channel.order_type_id.id,
            "fmcg_hold": self.kind == "hold",
            "order_line": [
                fields.Command.create(line._prepare_order_line())
                for line in self.line_ids
                if not line.dropped and line.action == "add"
            ],
        }
        return values | ({"team_id": channel.team_id.id} if channel.team_id else {})
