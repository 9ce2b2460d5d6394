import datetime as dt

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import tracking
from .shipment import REASONS, STATES

# What carriers say, asked or by themselves; all else is people's.
CARRIER_SOURCES = ("poll", "push")


class FmcgShipmentEvent(models.Model):
    _name = "fmcg.shipment.event"
    _description = "Shipment Event"
    _order = "occurred_at desc, sequence desc, id desc"
    _check_company_auto = True
    _rec_name = "description"

    shipment_id = fields.Many2one("fmcg.shipment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="shipment_id.company_id", store=True, index=True)
    source = fields.Selection(
        [("poll", "Carrier"), ("push", "Carrier, by Itself"), ("manual", "Person")],
        required=True,
        default="manual",
    )
    provider = fields.Char()
    occurred_at = fields.Datetime(string="When", required=True)
    occurred_raw = fields.Char(help="The time as the carrier wrote it.")
    tz_source = fields.Selection(
        [
            ("explicit", "Named by the Carrier"),
            ("assumed", "The Carrier's Usual One"),
            ("unknown", "Not Sure"),
        ],
        string="Time Zone",
        default="assumed",
    )
    signed_by = fields.Char()
    state = fields.Selection(STATES, required=True)
    reason = fields.Selection(REASONS)
    code = fields.Char(help="The provider's own code.")
    subcode = fields.Char()
    description = fields.Char()
    location = fields.Char(string="Place")
    sequence = fields.Integer()
    fingerprint = fields.Char(required=True)
    is_superseded = fields.Boolean(
        string="Withdrawn", help="The carrier no longer reports it; it does not count any more."
    )

    _fingerprint_uniq = models.UniqueIndex("(shipment_id, fingerprint)", "This event is known already.")

    def write(self, vals):
        if vals.keys() - {"is_superseded"}:
            raise UserError(
                self.env._("What happened to a shipment cannot be rewritten. Report what is new.")
            )
        return super().write(vals)

    def _own_code(self):
        """Return the most precise code that the provider gave."""
        return self.subcode or self.code

    def _reread(self, state, reason):
        """Give events another meaning, since an administrator said what their code stands for."""
        return super().write({"state": state, "reason": reason})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_shipment(self):
        raise UserError(self.env._("The events of a shipment are kept as they came."))

    def _is_carriers(self):
        """Say whether the words are the carrier's, not those of our own people."""
        return self.source in CARRIER_SOURCES

    def _canonical(self):
        """Return the event as the engine's value."""
        return tracking.Event(
            occurred_at=self.occurred_at.replace(tzinfo=dt.timezone.utc),
            occurred_raw=self.occurred_raw or "",
            state=self.state,
            code=self.code or "",
            subcode=self.subcode or "",
            description=self.description or "",
            location=self.location or "",
            sequence=self.sequence,
            reason=self.reason or "",
        )

    @api.model
    def _values_of(self, event, **values):
        """Return the values of a record for one of the engine's events."""
        return {
            "occurred_at": event.occurred_at.astimezone(dt.timezone.utc).replace(tzinfo=None, microsecond=0),
            "occurred_raw": event.occurred_raw,
            "state": event.state if event.state in tracking.STATES else "unknown",
            "reason": event.reason if event.reason in tracking.REASONS else False,
            "code": event.code,
            "subcode": event.subcode,
            "description": event.description,
            "location": event.location,
            "sequence": event.sequence,
            "tz_source": event.tz_source,
            "signed_by": event.signed_by,
            **values,
        }
