import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What is shorter stands in texts by chance.
SECRET_AT_LEAST = 6


class FmcgTrackingAccount(models.Model):
    """What opens an account: entered once, used by the server, read by nobody."""

    _inherit = "fmcg.tracking.account"

    key = fields.Char(string="Stored Key", copy=False, groups=fields.NO_ACCESS)
    secret = fields.Char(string="Stored Secret", copy=False, groups=fields.NO_ACCESS)
    key_entry = fields.Char(
        string="Key",
        compute="_compute_entries",
        inverse="_inverse_key_entry",
        groups="fmcg_order_mgmt.group_fmcg_manager",
        help="Shown to nobody, not even to who entered it. Enter another one to replace it.",
    )
    secret_entry = fields.Char(
        string="Secret of Calls to Us",
        compute="_compute_entries",
        inverse="_inverse_secret_entry",
        groups="fmcg_order_mgmt.group_fmcg_manager",
        help="What the provider signs its calls to us with. Without it none of them is accepted.",
    )
    has_key = fields.Boolean(compute="_compute_has", compute_sudo=True)
    has_secret = fields.Boolean(compute="_compute_has", compute_sudo=True)
    options = fields.Text(
        copy=False,
        groups="fmcg_order_mgmt.group_fmcg_manager",
        help="What this provider alone needs, as a JSON object, such as its version.",
    )

    @api.depends("key", "secret")
    def _compute_has(self):
        for account in self:
            account.has_key = bool(account.key)
            account.has_secret = bool(account.secret)

    def _compute_entries(self):
        self.key_entry = self.secret_entry = False

    def _inverse_key_entry(self):
        for account in self.filtered("key_entry"):
            account.sudo().key = account.key_entry.strip()

    def _inverse_secret_entry(self):
        for account in self.filtered("secret_entry"):
            account.sudo().secret = account.secret_entry.strip()

    @api.constrains("options", "provider")
    def _check_options(self):
        for account in self.sudo():
            try:
                options = json.loads(account.options or "{}")
            except ValueError as error:
                raise ValidationError(
                    self.env._("The options are not JSON: %(fault)s.", fault=error)
                ) from error
            if not isinstance(options, dict):
                raise ValidationError(
                    self.env._('The options must be a JSON object, such as {"version": "2"}.')
                )
            if faults := account._adapter().faults(options):
                lines = "\n".join(faults)
                raise ValidationError(self.env._("These options cannot be used:\n%(faults)s", faults=lines))

    def _without_secrets(self, text):
        """Return what a provider said without key and secret: some repeat what they refuse."""
        account = self.sudo()
        for secret in (account.key, account.secret):
            if len(secret or "") >= SECRET_AT_LEAST:
                text = text.replace(secret, "***")
        return text

    def _options(self):
        """Return the options as a mapping."""
        return json.loads(self.sudo().options or "{}")
