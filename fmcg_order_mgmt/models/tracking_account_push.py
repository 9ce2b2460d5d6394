import functools
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .tracking_account import CLIENT

# So long the address before a new one still works, until the provider has the new one.
OVERLAP = timedelta(days=2)
# What is needed of an account to take a call, in one query: services wait for their answer.
TO_TAKE = (
    "company_id",
    "provider",
    "customer",
    "key",
    "base_url",
    "secret",
    "options",
    "push_token",
    "former_push_token",
)


class FmcgTrackingAccount(models.Model):
    """The address at which a provider tells us of news by itself."""

    _inherit = "fmcg.tracking.account"

    use_push = fields.Boolean(
        string="Let the Provider Call", help="It reports news by itself; asking is only to make sure."
    )
    can_push = fields.Boolean(compute="_compute_can_push")
    is_pushed = fields.Boolean(compute="_compute_can_push")
    push_token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(24),
        groups=fields.NO_ACCESS,
    )
    former_push_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    former_push_until = fields.Datetime(
        string="Former Address until", readonly=True, copy=False, groups="fmcg_order_mgmt.group_fmcg_manager"
    )
    push_address = fields.Char(
        string="Address for the Provider",
        compute="_compute_push_address",
        groups="fmcg_order_mgmt.group_fmcg_manager",
        help="Whoever knows it can call; enter it at the provider and tell it to nobody else.",
    )
    last_push_at = fields.Datetime(string="Called Last", readonly=True, copy=False)

    _push_token_uniq = models.UniqueIndex("(push_token)", "Another account has this address already.")

    def _init_column(self, column_name):
        """Give each account that was there before an address of its own: a default is one for all rows."""
        if column_name != "push_token":
            return super()._init_column(column_name)
        table = SQL.identifier(self._table)
        rows = self.env.execute_query(SQL("SELECT id FROM %s WHERE push_token IS NULL", table))
        for (account_id,) in rows:
            token = secrets.token_urlsafe(24)
            self.env.cr.execute(SQL("UPDATE %s SET push_token = %s WHERE id = %s", table, token, account_id))
        return None

    @api.depends("provider", "use_push")
    def _compute_can_push(self):
        for account in self:
            account.can_push = bool(account.provider) and account._adapter().pushes
            account.is_pushed = account.use_push and account.can_push

    @api.depends("provider", "push_token")
    def _compute_push_address(self):
        for account in self:
            account.push_address = account.can_push and account._push_address()

    def _push_address(self):
        return f"{self.get_base_url()}/fmcg/track/{self.provider}/{self.sudo().push_token}"

    def action_new_push_address(self):
        """Give the provider another address; the former one works for two more days."""
        self.check_access("write")
        for account in self.sudo():
            account.write(
                {
                    "former_push_token": account.push_token,
                    "former_push_until": fields.Datetime.now() + OVERLAP,
                    "push_token": secrets.token_urlsafe(24),
                }
            )
        return True

    @api.model
    def _by_push_token(self, provider, token):
        """Return the account with this provider and address, with the server's rights; nothing for others."""
        nobody = self.sudo().browse()
        if not token.isprintable() or len(token) > 64:
            return nobody
        now = fields.Datetime.now()
        found = self.sudo().search_fetch(
            [
                ("provider", "=", provider),
                "|",
                ("push_token", "=", token),
                "&",
                ("former_push_token", "=", token),
                ("former_push_until", ">", now),
            ],
            TO_TAKE,
            limit=1,
        )
        kept = (found.push_token or "", found.former_push_token or "")
        same = [hmac.compare_digest(each.encode(), token.encode()) for each in kept]
        return found if found and any(same) and found._adapter().pushes else nobody

    def _registers(self):
        """Say whether this account's provider has to be told of numbers."""
        adapter = self._adapter()
        return adapter.subscribes and (adapter.registers or self.is_pushed)

    def _telling(self, waybills):
        """Return a call without arguments that tells the provider of waybills and touches no record."""
        address = self._push_address() if self.is_pushed else ""
        return functools.partial(self._adapter().subscribe, self._credentials(), waybills, address, CLIENT)
