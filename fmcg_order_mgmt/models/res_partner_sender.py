from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.sql import escape_psql

from ..engine.intake.sender import phone_tail, same_phone


class ResPartner(models.Model):
    """Finds the one customer behind an address, a number or an account."""

    _inherit = "res.partner"

    fmcg_chat_ids = fields.Char(
        string="Chat Accounts",
        index="trigram",
        help="Accounts or groups in which this customer writes, as the chat gateway names them, split by |.",
    )
    fmcg_phone_tail = fields.Char(compute="_compute_fmcg_phone_tail", store=True, index="btree_not_null")

    @api.depends("phone")
    def _compute_fmcg_phone_tail(self):
        for partner in self:
            partner.fmcg_phone_tail = phone_tail(partner.phone or "") or False

    @api.model
    def _fmcg_by_email(self, address):
        """Return the customer that writes from this address, nobody where it may be several."""
        normalized = email_normalize(address or "")
        if not normalized:
            return self.browse()
        return self._fmcg_writers(Domain("email_normalized", "=", normalized))._fmcg_one_shop()

    @api.model
    def _fmcg_by_phone(self, number):
        """Return the customer with this telephone, nobody where it may be several."""
        tail = phone_tail(number or "")
        if not tail:
            return self.browse()
        found = self._fmcg_writers(Domain("fmcg_phone_tail", "=", tail))
        home = self.env.company.country_id
        same = found.filtered(
            lambda p: same_phone(number, p.phone, str((p.country_id or home).phone_code or ""))
        )
        return same._fmcg_one_shop()

    @api.model
    def _fmcg_by_chat_id(self, handle):
        """Return the customer with this chat account, nobody where it may be several."""
        handle = (handle or "").strip()
        if not handle:
            return self.browse()
        found = self._fmcg_writers(Domain("fmcg_chat_ids", "ilike", escape_psql(handle)))
        same = found.filtered(lambda p: handle in [each.strip() for each in p.fmcg_chat_ids.split("|")])
        return same._fmcg_one_shop()

    def _fmcg_writers(self, domain):
        """Return partners of this company that may order: neither colleagues nor mere suppliers."""
        own = Domain("company_id", "in", [False, self.env.company.id]) & Domain("partner_share", "=", True)
        supplier = Domain("supplier_rank", ">", 0) & Domain("customer_rank", "=", 0)
        return self.sudo().search(domain & own & ~supplier)

    def _fmcg_one_shop(self):
        """Return the one customer for whom these contacts order, nobody where there are several."""
        shops = self.browse({contact._fmcg_shop().id for contact in self})
        return shops.sudo(False) if len(shops) == 1 else self.browse()

    def _fmcg_shop(self):
        """Return for whom a contact orders: the nearest company or place of delivery above it."""
        shop = self
        while shop.parent_id and not (
            shop.is_company or shop.type == "delivery" or shop.fmcg_route_id or shop.fmcg_outlet_class_id
        ):
            shop = shop.parent_id
        return shop
