import secrets

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import NO_ACCESS, Domain

from .sale_order_customer_link import TOKEN_BYTES
from .sale_order_review import OPEN_STATES

OPEN = ("draft", "sent")


class FmcgCounterOffer(models.Model):
    """What may be done about the goods that an order is short of, and what was chosen of it.

    The team picks, or the customer does by a link. An answer is given once; it changes the order, and what
    the order said before and after stays here. Nobody writes one by hand: the methods here do.
    """

    _name = "fmcg.counter.offer"
    _description = "Counter-Offer"
    _order = "id desc"
    _check_company_auto = True

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, readonly=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "To Choose"),
            ("sent", "With the Customer"),
            ("answered", "Answered"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
    )
    line_ids = fields.One2many("fmcg.counter.offer.line", "offer_id", string="Options", readonly=True)
    token = fields.Char(copy=False, groups=NO_ACCESS)
    sent_at = fields.Datetime(readonly=True, copy=False)
    expires_at = fields.Datetime(readonly=True, copy=False, help="From then on the link takes no answer.")
    answered_at = fields.Datetime(readonly=True, copy=False)
    answered_by = fields.Selection(
        [("customer", "The Customer"), ("team", "Our Team")], readonly=True, copy=False
    )
    answered_user_id = fields.Many2one("res.users", string="Chosen by", readonly=True, copy=False)
    seen = fields.Char(readonly=True, copy=False, help="Tells what the order said when this was worked out.")
    before = fields.Json(readonly=True, copy=False, help="What the order said before the answer.")
    after = fields.Json(readonly=True, copy=False, help="What it and its second orders said afterwards.")
    problem = fields.Char(compute="_compute_problem", compute_sudo=True)

    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE state IN ('draft', 'sent')",
        "This order has an open counter-offer already. Open the shortage again.",
    )
    _due_idx = models.Index("(expires_at) WHERE state = 'sent'")
    _answered_when = models.Constraint(
        "CHECK ((state = 'answered') = (answered_at IS NOT NULL))",
        "An answer has a moment, nothing else has.",
    )

    @api.depends("order_id.name")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = offer.order_id.name

    @api.depends("state", "expires_at", "seen", "order_id")
    @api.depends_context("lang")
    def _compute_problem(self):
        for offer in self:
            offer.problem = offer._problem_words(offer._problem())

    # Made -------------------------------------------------------------------------------------------------

    @api.model
    def _open(self, order):
        """Return the counter-offer of an order: the one that is with the customer, else one of now.

        :raises UserError: the order is short of nothing, or cannot be changed any more
        """
        order.check_access("write")
        words = order._fmcg_accepted_words() if order.state in OPEN_STATES else self._agreed_words(order)
        if words:
            raise UserError(words)
        offer = self._make(order)
        if not offer:
            raise UserError(
                self.env._("%s is not short of anything any more. There is nothing to choose.", order.name)
            )
        return offer

    @api.model
    def _agreed_words(self, order):
        return self.env._(
            "%s is not open any more: what was agreed is delivered as far as it goes.", order.name
        )

    @api.model
    def _make(self, orders):
        """Return the open counter-offers of orders, worked out anew but where they are with the customer.

        The number of queries does not depend on the number of orders.
        """
        known = self.sudo().search(Domain("order_id", "in", orders.ids) & Domain("state", "in", OPEN))
        lapsed = known.filtered(lambda offer: offer._is_late())
        lapsed.state = "expired"
        sent = (known - lapsed).filtered(lambda offer: offer.state == "sent")
        shorts = self.env["fmcg.counter.offer.facts"]._shorts(orders - sent.order_id)
        shorts = {order: found for order, found in shorts.items() if found}
        drafts = (known - lapsed - sent).grouped("order_id")
        new = [{"order_id": order.id} for order in shorts if order not in drafts]
        made = self.sudo().create(new).grouped("order_id") | drafts
        self.sudo().browse().union(
            *(offer for order, offer in drafts.items() if order not in shorts)
        ).unlink()
        offers = self.sudo().browse().union(*(made[order] for order in shorts))
        offers._fill(shorts)
        return (offers | sent).with_env(self.env)

    def _fill(self, shorts):
        """Put the options of short lines into these drafts."""
        self.line_ids.unlink()
        lines = self.env["fmcg.counter.offer.line"].sudo()
        lines.create(lines._prepare_all({offer: shorts[offer.order_id] for offer in self}))
        for offer in self:
            offer.seen = offer._fingerprint()

    def _fingerprint(self):
        order = self.order_id.sudo()
        return f"{order._fmcg_seen()}:{order.warehouse_id.id}"

    # What stands against it -------------------------------------------------------------------------------

    def _is_late(self):
        return bool(self.state == "sent" and self.expires_at and self.expires_at <= fields.Datetime.now())

    def _problem(self):
        """Return the code of what stands against an answer, "" where it can be given."""
        if self.state not in OPEN:
            return self.state
        if self._is_late():
            return "expired"
        order = self.order_id.sudo()
        if order.state not in OPEN_STATES or order._fmcg_accepted_words() or self.seen != self._fingerprint():
            return "changed"
        return ""

    @api.model
    def _problem_words(self, problem):
        """Return what to tell whoever would answer all the same."""
        return {
            "expired": self.env._("The time to answer is over. Work the options out again."),
            "withdrawn": self.env._("This was withdrawn. Open the shortage of the order again."),
            "answered": self.env._("This was answered already, and the order was changed by it."),
            "changed": self.env._("The order was changed in the meantime. Work the options out again."),
            "gone": self.env._(
                "Some of the goods are not there any more, or not in time. Work the options out again."
            ),
        }.get(problem, "")

    def _check_rights(self):
        self.ensure_one()
        self.check_access("read")
        self.order_id.check_access("write")

    def _lock(self):
        """Keep everybody else from answering until this transaction ends.

        :raises ConcurrencyError: somebody is at it; a retry waits for the outcome
        """
        if self.sudo().try_lock_for_update(allow_referencing=True) != self.sudo():
            raise ConcurrencyError(self.env._("Somebody is answering at this moment."))
        self.order_id._fmcg_lock()

    @api.model
    def _new_token(self):
        return secrets.token_urlsafe(TOKEN_BYTES)

    # At the desk ------------------------------------------------------------------------------------------

    def action_apply(self):
        """Change the order as was chosen, and review it again.

        :raises UserError: nothing is chosen, or it was answered, changed or used up meanwhile
        """
        self._check_rights()
        self._lock()
        chosen = self.line_ids.filtered("chosen")
        problem = self._problem() or chosen._gone()
        if problem:
            raise UserError(self._problem_words(problem))
        if not chosen:
            raise UserError(self.env._("Choose an option for at least one of the products first."))
        self._apply(chosen, "team")
        return self._to_order()

    def _to_order(self):
        """Return to the order, which says how it stands now."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
            "target": "main",
        }

    def action_renew(self):
        """Work the options out again; what is with the customer is withdrawn by that."""
        self._check_rights()
        self._lock()
        if self.state == "sent":
            self.action_withdraw()
        return self.order_id.action_fmcg_shortage() | {"target": "main"}

    def action_withdraw(self):
        """Take the link back: whoever opens it is told, and nothing can be answered any more."""
        self._check_rights()
        self._lock()
        if self.state not in OPEN:
            raise UserError(self._problem_words(self.state))
        self.sudo().state = "withdrawn"
        return True
