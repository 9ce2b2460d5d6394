import datetime
import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import consteq
from odoo.tools.urls import urljoin

TOKEN_BYTES = 32
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
LINK_DAYS = 90
LINK_GROUPS = "fmcg_order_mgmt.group_fmcg_rep,fmcg_order_mgmt.group_fmcg_dispatcher"


class SaleOrder(models.Model):
    """The link with which a customer follows an order without login; whoever has it may see the page."""

    _inherit = "sale.order"

    fmcg_customer_token = fields.Char(copy=False, groups=NO_ACCESS)
    fmcg_customer_url = fields.Char(
        string="Customer's Link",
        compute="_compute_fmcg_customer_url",
        compute_sudo=True,
        groups=LINK_GROUPS,
        help="Whoever has this link can follow the order and rate it, without login.",
    )

    _fmcg_customer_token_uniq = models.UniqueIndex(
        "(fmcg_customer_token) WHERE fmcg_customer_token IS NOT NULL", "Two orders cannot share a link."
    )

    @api.depends("fmcg_customer_token")
    def _compute_fmcg_customer_url(self):
        for order in self:
            token = order.fmcg_customer_token
            order.fmcg_customer_url = token and urljoin(order.get_base_url(), f"/fmcg/status/{token}")

    def _fmcg_customer_url(self):
        """Return the absolute address of the customer's page; the first call makes it."""
        self.ensure_one()
        self._fmcg_make_customer_links()
        return self.sudo().fmcg_customer_url

    def _fmcg_make_customer_links(self):
        """Give each order that has none the link of its customer's page, all at once."""
        for order in self.sudo():
            if not order.fmcg_customer_token:
                order.fmcg_customer_token = secrets.token_urlsafe(TOKEN_BYTES)

    @api.model
    def _fmcg_by_customer_token(self, token):
        """Return the order of this token with all rights, or an empty recordset.

        A token that is malformed, unknown or too old gives the same nothing.
        """
        if not TOKEN_SHAPE.fullmatch(token):
            return self.browse()
        order = self.sudo().search([("fmcg_customer_token", "=", token)], limit=1)
        if not order or not consteq(order.fmcg_customer_token, token) or order._fmcg_link_is_old():
            return self.browse()
        return order.with_company(order.company_id)

    def _fmcg_link_is_old(self):
        """Say whether nobody needs the page any more: long delivered, or cancelled long ago."""
        end = self.fmcg_feedback_ids.asked_at or (self.state == "cancel" and self.date_order)
        return bool(end) and end < fields.Datetime.now() - datetime.timedelta(days=LINK_DAYS)

    def action_fmcg_customer_page(self):
        """Open the customer's page as the customer sees it."""
        self._fmcg_check_link_rights()
        return {"type": "ir.actions.act_url", "url": self._fmcg_customer_url(), "target": "new"}

    def action_fmcg_customer_link(self):
        """Make the link, so that it can be copied."""
        self._fmcg_check_link_rights()
        self._fmcg_customer_url()
        return True

    def action_fmcg_send_customer_page(self):
        """Open an e-mail to the customer; nothing is sent before a person presses Send.

        The link itself stands in a button of the e-mail and nowhere in the order's history, where others
        would read it: ``_notify_get_recipients_groups``.
        """
        self._fmcg_check_link_rights()
        if not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%s has no e-mail address. Enter one, or copy the link and send it by chat.",
                    self.partner_id.display_name,
                )
            )
        self._fmcg_customer_url()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the Customer's Page"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "sale.order",
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": self.env.ref("fmcg_order_mgmt.mail_template_customer_page").id,
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
                "force_email": True,
                "fmcg_customer_page": True,
            },
        }

    def _fmcg_check_link_rights(self):
        self.ensure_one()
        self.check_access("read")
        # The same right that shows the link on the form.
        self._check_field_access(self._fields["fmcg_customer_url"], "read")

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Lead the customer to the page without login instead of the portal, in the e-mail that offers it."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        if not self or not self.env.context.get("fmcg_customer_page"):
            return groups
        title = self.with_context(lang=self.partner_id.lang).env._("Follow Your Order")
        button = {"url": self._fmcg_customer_url(), "title": title}
        values = {"active": True, "has_button_access": True, "button_access": button}
        return [("fmcg_customer_page", lambda pdata: pdata["type"] != "user", values), *groups]
