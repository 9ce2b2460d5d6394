import secrets
from datetime import timedelta

from odoo import api, fields, models


class FmcgChatGateway(models.Model):
    """The secret of a gateway, and the former one while the other side changes over."""

    _inherit = "fmcg.chat.gateway"

    # Nobody reads them, not even who made them: a secret is shown once.
    secret = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    former_secret = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    former_until = fields.Datetime(string="Former Secret until", readonly=True, copy=False)
    overlap_hours = fields.Integer(
        string="Hours to Change Over",
        default=24,
        help="So long a former secret is still accepted after a new one was made. 0: it ends at once.",
    )
    has_secret = fields.Boolean(compute="_compute_has_secret", compute_sudo=True)
    has_former = fields.Boolean(compute="_compute_has_former", compute_sudo=True)

    _overlap_hours_positive = models.Constraint(
        "CHECK (overlap_hours >= 0)", "The time to change over cannot be negative."
    )

    @api.depends("secret")
    def _compute_has_secret(self):
        for gateway in self:
            gateway.has_secret = bool(gateway.secret)

    @api.depends("former_secret", "former_until")
    def _compute_has_former(self):
        for gateway in self:
            gateway.has_former = gateway._holds_former()

    def _holds_former(self):
        """Whether the former secret still opens the gateway."""
        return bool(self.former_secret and self.former_until and self.former_until > fields.Datetime.now())

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
        """Refuse the former secret from now on: the other side has changed over, or it is in wrong hands."""
        self.check_access("write")
        self._forget_former()
        return True

    def _rotate(self):
        gateway, secret = self.sudo(), secrets.token_urlsafe(32)
        overlap = timedelta(hours=gateway.overlap_hours)
        kept = gateway.secret if overlap else False
        gateway.write(
            {
                "secret": secret,
                "former_secret": kept,
                "former_until": kept and fields.Datetime.now() + overlap,
            }
        )
        return secret

    def _forget_former(self):
        self.sudo().write({"former_secret": False, "former_until": False})

    def _secrets(self):
        """Return the secrets that open the gateway now."""
        gateway = self.sudo()
        former = gateway.former_secret if gateway._holds_former() else False
        return [secret for secret in (gateway.secret, former) if secret]

    @api.autovacuum
    def _gc_former_secrets(self):
        self.sudo().with_context(active_test=False).search(
            [("former_until", "<=", fields.Datetime.now())]
        )._forget_former()
