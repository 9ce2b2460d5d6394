from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class FmcgReturnRequest(models.Model):
    """What a customer wants to give back: goods, empties, and what is to come in exchange."""

    _name = "fmcg.return.request"
    _description = "Return Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, copy=False, readonly=True, default=lambda self: self.env._("New"))
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    draft_id = fields.Many2one("fmcg.order.draft", index="btree_not_null", readonly=True, ondelete="set null")
    request_id = fields.Many2one(related="draft_id.request_id", string="Message")
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Comes with Order",
        index="btree_not_null",
        check_company=True,
        help="The delivery on which the goods can be collected.",
    )
    state = fields.Selection(
        [
            ("asked", "Asked For"),
            ("agreed", "To Collect"),
            ("done", "Collected"),
            ("refused", "Refused"),
        ],
        required=True,
        default="asked",
        index=True,
        tracking=True,
        copy=False,
    )
    line_ids = fields.One2many("fmcg.return.request.line", "return_id", string="Lines")
    picking_ids = fields.One2many("stock.picking", "fmcg_return_id", string="Receipts")
    replacement_order_id = fields.Many2one(
        "sale.order", string="Replacement", index="btree_not_null", readonly=True, copy=False
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("line_ids.product_id", "line_ids.quantity", "line_ids.uom_id", "line_ids.kind")
    @api.depends_context("lang")
    def _compute_summary(self):
        for request in self:
            request.summary = ", ".join(line._in_short() for line in request.line_ids)

    @api.model_create_multi
    def create(self, vals_list):
        sequence, unnamed = self.env["ir.sequence"], self.env._("New")
        for vals in vals_list:
            if vals.get("name", unnamed) == unnamed:
                vals["name"] = sequence.next_by_code("fmcg.return.request") or unnamed
        requests = super().create(vals_list)
        # A rep may hand a return in, but not work on it.
        requests.sudo().activity_schedule("fmcg_order_mgmt.activity_return_asked", user_id=False)
        return requests

    def _check_may_decide(self):
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_dispatcher"):
            raise AccessError(self.env._("Only a dispatcher can decide on returns. Ask one."))

    def action_agree(self):
        """Agree to returns: their goods get a receipt, what is to come in exchange an order free of charge.

        :raises AccessError: the user is no dispatcher
        """
        self._check_may_decide()
        asked = self.filtered(lambda request: request.state == "asked")
        for request in asked:
            request._create_receipts()
            request._create_replacement()
        asked._decide("agreed")
        return True

    def action_refuse(self):
        """Refuse returns that are not agreed yet.

        :raises AccessError: the user is no dispatcher
        """
        self._check_may_decide()
        self.filtered(lambda request: request.state == "asked")._decide("refused")
        return True

    def action_done(self):
        """Close returns whose goods are back.

        :raises AccessError: the user is no dispatcher
        :raises UserError: a receipt of the goods is still open
        """
        self._check_may_decide()
        waiting = self.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        if waiting:
            names = ", ".join(waiting.mapped("name"))
            raise UserError(
                self.env._("These receipts are still open: %s. Validate or cancel them first.", names)
            )
        self.filtered(lambda request: request.state == "agreed")._decide("done")
        return True

    def _decide(self, state):
        self.state = state
        self.activity_unlink(["fmcg_order_mgmt.activity_return_asked"])

    def _create_receipts(self):
        """Make draft receipts: returns of the deliveries that brought the goods, else one of their own."""
        rest = self.env["fmcg.return.request.line"]
        by_move = {}
        for line in self.line_ids.filtered(lambda line: line.kind == "back"):
            move = line._delivered_by()
            if move:
                by_move.setdefault(move.picking_id, {})[move] = line
            else:
                rest |= line
        for picking, moves in by_move.items():
            self._return_of(picking, moves)
        if rest:
            self.env["stock.picking"].create(self._prepare_receipt(rest))

    def _return_of(self, picking, moves):
        """Make core's return of a delivery with the quantities of the lines, ``moves`` by move."""
        wizard = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=picking.id, active_ids=picking.ids
        )
        wizard = wizard.create({"picking_id": picking.id})
        for back in wizard.product_return_moves:
            line = moves.get(back.move_id)
            back.quantity = line.uom_id._compute_quantity(line.quantity, back.uom_id) if line else 0
        receipt = wizard._create_return()
        receipt.write({"fmcg_return_id": self.id, "origin": self.name})

    def _prepare_receipt(self, lines):
        warehouse = self.sale_order_id.warehouse_id or self._warehouse()
        kind = warehouse.out_type_id.return_picking_type_id or warehouse.in_type_id
        source = self.partner_id.property_stock_customer
        target = kind.default_location_dest_id or warehouse.lot_stock_id
        return {
            "partner_id": self.partner_id.id,
            "picking_type_id": kind.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "fmcg_return_id": self.id,
            "move_ids": [Command.create(line._prepare_move(source, target)) for line in lines],
        }

    def _warehouse(self):
        route = self.partner_id.fmcg_route_id
        found = route.warehouse_id or self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        if not found:
            raise UserError(
                self.env._("%s has no warehouse that could take goods back.", self.company_id.name)
            )
        return found

    def _create_replacement(self):
        """Make the order of what comes in exchange: free of charge, so a reviewer looks at it."""
        lines = self.line_ids.filtered(lambda line: line.kind == "exchange")
        if not lines:
            return
        # Whoever may agree to the exchange need not sell, nor see the message.
        known = self.sudo()
        channel = known.request_id.channel_id or known.sale_order_id.fmcg_channel_id
        order = known.replacement_order_id.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "origin": self.name,
                "fmcg_channel_id": channel.id,
                "order_line": [Command.create(line._prepare_free_line()) for line in lines],
            }
        )
        order.action_fmcg_review()
        self.replacement_order_id = order.sudo(False)
