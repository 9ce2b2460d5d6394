from odoo import api, fields, models


class FmcgReviewAsk(models.TransientModel):
    """The form in which a customer or a manager is asked about an order in review."""

    _name = "fmcg.review.ask"
    _description = "Ask about an Order in Review"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    asked = fields.Selection([("customer", "Customer"), ("manager", "Manager")], required=True, readonly=True)
    finding_id = fields.Many2one(
        "fmcg.review.finding", string="About", domain="[('order_id', '=', order_id), ('state', '=', 'open')]"
    )
    text = fields.Text(
        string="Question", compute="_compute_text", store=True, readonly=False, required=True, precompute=True
    )
    email = fields.Char(compute="_compute_contact")
    phone = fields.Char(compute="_compute_contact")
    manager_ids = fields.Many2many("res.users", string="Who Can Be Asked", compute="_compute_manager_ids")
    manager_id = fields.Many2one(
        "res.users",
        string="Manager",
        compute="_compute_manager_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', manager_ids)]",
    )

    @api.depends("order_id", "finding_id", "asked")
    def _compute_text(self):
        for wizard in self:
            order, finding = wizard.order_id, wizard.finding_id
            if wizard.asked == "manager":
                wizard.text = finding.message or wizard.text or False
            else:
                wizard.text = order and order._fmcg_question_text(finding)

    @api.depends("order_id")
    def _compute_contact(self):
        for wizard in self:
            wizard.email = wizard.order_id._fmcg_contact().email
            wizard.phone = wizard.order_id._fmcg_telephone()

    @api.depends("order_id")
    def _compute_manager_ids(self):
        for wizard in self:
            found = wizard.order_id._fmcg_managers() if wizard.order_id else []
            wizard.manager_ids = self.env["res.users"].union(*(user for user, _presence, _load in found))

    @api.depends("order_id", "asked")
    def _compute_manager_id(self):
        for wizard in self:
            found = wizard.order_id._fmcg_managers() if wizard.asked == "manager" else []
            wizard.manager_id = found[0][0] if found else False

    def action_send(self):
        """Ask the customer by e-mail."""
        self._claimed()._fmcg_ask_customer(self.text, self.finding_id)
        return True

    def action_said(self):
        """Keep that the customer was asked by chat or telephone."""
        self._claimed()._fmcg_ask_customer(self.text, self.finding_id, by_mail=False)
        return True

    def action_hand_over(self):
        """Ask the manager."""
        self._claimed()._fmcg_ask_manager(self.manager_id.sudo(), self.text, self.finding_id)
        return True

    def _claimed(self):
        self.ensure_one()
        self.order_id._fmcg_to_decide()
        self.order_id._fmcg_lock()
        return self.order_id
