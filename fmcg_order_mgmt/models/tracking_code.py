from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import tracking
from .shipment import REASONS, STATES
from .shipment_event import CARRIER_SOURCES


class FmcgTrackingCode(models.Model):
    """A provider's code that no table knew, or that this company reads in its own way."""

    _name = "fmcg.tracking.code"
    _description = "Tracking Code"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "provider, code"
    _rec_name = "code"

    provider = fields.Char(required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    example = fields.Char(readonly=True, help="What the carrier wrote beside it when it came first.")
    state = fields.Selection(
        STATES, string="Means", tracking=True, help="Empty: it stays unclear, and changes no shipment."
    )
    reason = fields.Selection(REASONS, tracking=True)
    _code_uniq = models.UniqueIndex("(provider, code)", "This code is known already.")

    def write(self, vals):
        result = super().write(vals)
        if {"state", "reason"} & vals.keys():
            self._apply()
            self.activity_feedback(["fmcg_order_mgmt.activity_unknown_code"])
        return result

    def _apply(self):
        """Read events that have come with these codes again, in the new way."""
        events = self.env["fmcg.shipment.event"].sudo()
        for entry in self:
            coded = Domain("subcode", "=", entry.code)
            coded |= Domain("code", "=", entry.code) & Domain("subcode", "in", (False, ""))
            domain = coded & Domain("provider", "=", entry.provider)
            events.search(domain)._reread(entry.state or "unknown", entry.reason)

    @api.model
    def _note(self, events):
        """Read codes as the company says, and tell an administrator once of those that nobody knows."""
        coded = events.filtered(lambda event: event.code and event.source in CARRIER_SOURCES)
        if not coded:
            return
        entries = self.sudo().search([("code", "in", list({event._own_code() for event in coded}))])
        known, missing = {(entry.provider, entry.code): entry for entry in entries}, {}
        for event in coded:
            entry = known.get((event.provider, event._own_code()))
            if entry and entry.state:
                event._reread(entry.state, entry.reason)
            elif not entry and event.state == "unknown" and not _in_table(event):
                missing.setdefault((event.provider, event._own_code()), event)
        if missing:
            self.sudo()._tell(missing)

    @api.model
    def _tell(self, missing):
        """Record codes that nobody knew, each once, and give a manager the task to say what they mean."""
        values = [
            SQL("(%s, %s, %s, now() AT TIME ZONE 'UTC')", *key, event.description or event.location or None)
            for key, event in missing.items()
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO fmcg_tracking_code (provider, code, example, create_date) VALUES %s
                ON CONFLICT (provider, code) DO NOTHING RETURNING id
                """,
                SQL(", ").join(values),
            ),
            # Whoever stores the same code at the same moment makes this begin anew, which is no fault.
            log_exceptions=False,
        )
        created = self.browse([key for (key,) in self.env.cr.fetchall()])
        manager = self.env.ref("fmcg_order_mgmt.group_fmcg_manager").all_user_ids.filtered("active")[:1]
        for entry in created:
            entry.activity_schedule(
                "fmcg_order_mgmt.activity_unknown_code",
                user_id=manager.id or self.env.uid,
                note=self.env._(
                    "%(provider)s sent a code that no table knows: %(code)s (%(example)s). "
                    "Say what it means.",
                    provider=entry.provider,
                    code=entry.code,
                    example=entry.example or "-",
                ),
            )


def _in_table(event):
    """Return whether the provider's table knows an event's code: some say nothing of where a parcel is."""
    provider = tracking.PROVIDERS.get(event.provider)
    return bool(provider) and not provider.codes.keys().isdisjoint((event.code, event.subcode))
