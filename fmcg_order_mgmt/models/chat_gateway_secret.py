import secrets
from datetime import timedelta

from odoo import api, fields, models


class FmcgChatGateway(models.Model):
    """The secret of a gateway, and former ones while the other side changes over."""

    _inherit = "fmcg.chat.gateway"

    # Nobody reads them, not even who made them: a secret is shown once.
    secret = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    # [secret, until when]: who makes another one in a hurry has not yet handed over the one before
    former_secrets = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    former_until = fields.Datetime(
        string="Former Secret until", compute="_compute_former_until", compute_sudo=True
    )
    overlap_hours = fields.Integer(
        string="Hours to Change Over",
        default=24,
        help="So long a former secret is still accepted after a new one was made. 0: it ends at once.",
    )
    has_secret = fields.Boolean(compute="_compute_has_secret", compute_sudo=True)

    _overlap_hours_range = models.Constraint(
        "CHECK (overlap_hours BETWEEN 0 AND 720)", "The time to change over is 0 to 720 hours."
    )

    @api.depends("secret")
    def _compute_has_secret(self):
        for gateway in self:
            gateway.has_secret = bool(gateway.secret)

    @api.depends("former_secrets")
    def _compute_former_until(self):
        for gateway in self:
            gateway.former_until = max((until for _secret, until in gateway._formers()), default=False)

    def _formers(self):
        """Return the former secrets that still hold, as they are stored."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        return [[secret, until] for secret, until in self.former_secrets or () if until > now]

    def action_new_secret(self):
        """Give the gateway a new secret and show it this once; the former one holds for the overlap."""
        self.ensure_one()
        self.check_access("write")
        secret = self._rotate()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("The secret of %s, shown this once", self.name),
                "message": secret,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_end_former(self):
        """Refuse former secrets from now on: the other side has changed over, or one is in wrong hands."""
        self.check_access("write")
        self.sudo().former_secrets = False
        return True

    def _rotate(self):
        gateway, secret = self.sudo(), secrets.token_urlsafe(32)
        until = fields.Datetime.now() + timedelta(hours=gateway.overlap_hours)
        former = [[gateway.secret, fields.Datetime.to_string(until)]] if gateway.secret else []
        kept = gateway._formers() + former if gateway.overlap_hours else False
        gateway.write({"secret": secret, "former_secrets": kept})
        return secret

    def _secrets(self):
        """Return the secrets that open the gateway now."""
        gateway = self.sudo()
        return [gateway.secret or "", *(secret for secret, _until in gateway._formers())]

    @api.autovacuum
    def _gc_former_secrets(self):
        """Forget the secrets that do not hold any more."""
        gateways = self.sudo().with_context(active_test=False)
        for gateway in gateways.search([("former_secrets", "!=", False)]):
            gateway.former_secrets = gateway._formers() or False
