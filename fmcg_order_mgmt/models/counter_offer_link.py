from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, split_every
from odoo.tools.urls import urljoin

from .sale_order_customer_link import LINK_GROUPS, TOKEN_SHAPE

EXPIRE_BATCH = 100
# What an integer of the database holds.
MOST_ID = 2**31 - 1


class FmcgCounterOffer(models.Model):
    """The link with which a customer answers without login; whoever has it may answer, once."""

    _inherit = "fmcg.counter.offer"

    url = fields.Char(
        string="Customer's Link",
        compute="_compute_url",
        compute_sudo=True,
        groups=LINK_GROUPS,
        help="Whoever has this link can choose for the customer, without login.",
    )

    _token_uniq = models.UniqueIndex(
        "(token) WHERE token IS NOT NULL", "Two counter-offers cannot share a link."
    )

    @api.depends("token")
    def _compute_url(self):
        for offer in self:
            base = offer.token and offer.order_id.get_base_url()
            offer.url = base and urljoin(base, f"/fmcg/offer/{offer.id}/{offer.token}")

    def action_link(self):
        """Make the link and start the time to answer, so that the link can be copied."""
        self._check_rights()
        self._check_field_access(self._fields["url"], "read")
        self._lock()
        if problem := self._problem():
            raise UserError(self._problem_words(problem))
        self._offer()
        return True

    def _offer(self):
        """Give a draft to the customer; one that is there already stays as it is."""
        drafts = self.sudo().filtered(lambda offer: offer.state == "draft")
        for offer in drafts:
            now = fields.Datetime.now()
            hours = offer.company_id.fmcg_offer_hours
            offer.write(
                {
                    "token": offer._new_token(),
                    "state": "sent",
                    "sent_at": now,
                    "expires_at": now + timedelta(hours=hours),
                }
            )

    def action_page(self):
        """Open the page as the customer sees it; that makes the link."""
        if self.state not in ("draft", "sent"):
            raise UserError(self._problem_words(self.state))
        self.action_link()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_send(self):
        """Open an e-mail with the link to the customer; nothing is sent before a person presses Send."""
        self.ensure_one()
        order = self.order_id
        if not order._fmcg_contact():
            raise UserError(
                self.env._(
                    "No e-mail address of %s is known. Get the link and send it by chat.",
                    order.partner_id.display_name,
                )
            )
        self.action_link()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Customer"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "sale.order",
                "default_res_ids": order.ids,
                "default_composition_mode": "comment",
                "default_template_id": self.env.ref("fmcg_order_mgmt.mail_template_counter_offer").id,
                "default_partner_ids": order._fmcg_contact().ids,
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
                "force_email": True,
                "fmcg_counter_offer": True,
            },
        }

    @api.model
    def _by_token(self, offer_id, token):
        """Return the counter-offer of a link with all rights, an empty recordset for any wrong one.

        One that does not exist is compared as well, so that nobody learns which numbers do.
        """
        offers = self.sudo().search([("id", "=", offer_id if 0 < offer_id <= MOST_ID else 0)])
        if not TOKEN_SHAPE.fullmatch(token) or not consteq(offers.token or self._new_token(), token):
            return self.sudo().browse()
        return offers.with_company(offers.company_id)

    @api.model
    def _cron_expire(self, limit=1000):
        """Say of counter-offers that nobody answered in time that their time is over."""
        domain = [("state", "=", "sent"), ("expires_at", "<=", fields.Datetime.now())]
        due = self.search(domain, limit=limit, order="expires_at, id")
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(due) if len(due) < limit else self.search_count(domain))
        for batch in split_every(EXPIRE_BATCH, due.ids, self.browse):
            batch.try_lock_for_update().filtered_domain(domain).state = "expired"
            if not progress(len(batch)):
                break
