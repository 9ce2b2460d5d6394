from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import tracking
from .shipment import REASONS, STATES
from .shipment_event import CARRIER_SOURCES

ACTIVITY = "fmcg_order_mgmt.activity_unknown_code"
UNREAD = "fmcg_order_mgmt.activity_unread_field"


class News(NamedTuple):
    """What is met for the first time: "code" or "field", how it came, and the state it counts as so far."""

    kind: str
    example: str
    state: str = "unknown"


class FmcgTrackingCode(models.Model):
    """What a provider sent and no table knew, or a code that this company reads in its own way."""

    _name = "fmcg.tracking.code"
    _description = "Tracking Code"
    _inherit = ["fmcg.tracking.told"]
    _order = "provider, code"
    _rec_name = "code"

    provider = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("code", "Code"), ("field", "Date or Field")], required=True, readonly=True, default="code"
    )
    code = fields.Char(required=True, readonly=True)
    example = fields.Char(readonly=True, help="What the carrier wrote beside it when it came first.")
    state = fields.Selection(
        STATES,
        string="Means",
        tracking=True,
        help="Empty: it counts as the provider's table says, or stays unclear and changes no shipment.",
    )
    reason = fields.Selection(REASONS, tracking=True)
    _code_uniq = models.UniqueIndex("(provider, code)", "This code is known already.")

    @api.constrains("kind", "state", "reason")
    def _check_meaning(self):
        if any(entry.kind == "field" and (entry.state or entry.reason) for entry in self):
            raise ValidationError(
                self.env._("Only codes have a meaning. A date or field that cannot be read has none.")
            )

    def write(self, vals):
        meant = self.filtered("state")
        result = super().write(vals)
        if {"state", "reason"} & vals.keys():
            (meant | self.filtered("state"))._apply()
            self.activity_feedback([ACTIVITY])
        return result

    def _apply(self):
        """Read events that have come with these codes again, in the new way."""
        events = self.env["fmcg.shipment.event"].sudo()
        for entry in self:
            coded = Domain("subcode", "=", entry.code)
            coded |= Domain("code", "=", entry.code) & Domain("subcode", "in", (False, ""))
            found = events.search(coded & Domain("provider", "=", entry.provider))
            if entry.state:
                found._reread(entry.state, entry.reason)
                continue
            for code, some in found.grouped("code").items():
                some._reread(*_by_table(entry.provider, entry.code, code))

    @api.model
    def _note(self, events):
        """Read codes as the company says, and tell an administrator once of those that nobody knows."""
        coded = events.filtered(lambda event: event._own_code() and event.source in CARRIER_SOURCES)
        if not coded:
            return
        entries = self.sudo().search([("code", "in", list({event._own_code() for event in coded}))])
        known, missing = {(entry.provider, entry.code): entry for entry in entries}, {}
        for event in coded:
            key = (event.provider, event._own_code())
            entry = known.get(key)
            if entry and entry.state:
                event._reread(entry.state, entry.reason)
            elif not entry and _is_new(event):
                example = event.description or event.location
                missing.setdefault(key, News("code", example, event.state))
        self.sudo()._tell(missing)

    @api.model
    def _note_unread(self, said):
        """Tell an administrator once of each date or field of a provider that could not be read.

        :param said: pairs of a provider's code and what could not be read, as the engine shows it
        """
        missing = {}
        for provider, shown in said:
            missing.setdefault((provider, f"({tracking.name_of(shown)})"), News("field", shown))
        self.sudo()._tell(missing)

    @api.model
    def _tell(self, missing):
        """Record what nobody knew, each once, and give a manager the task to see to it.

        :param missing: ``News`` by provider and code
        """
        if not missing:
            return
        values = [
            SQL("(%s, %s, %s, %s, now() AT TIME ZONE 'UTC')", *key, news.kind, news.example or None)
            for key, news in missing.items()
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO fmcg_tracking_code (provider, code, kind, example, create_date) VALUES %s
                ON CONFLICT (provider, code) DO NOTHING RETURNING id
                """,
                SQL(", ").join(values),
            ),
            # Whoever stores the same code at the same moment makes this begin anew, which is no fault.
            log_exceptions=False,
        )
        for entry in self.browse([key for (key,) in self.env.cr.fetchall()]):
            entry._tell_of(missing[entry.provider, entry.code])

    def _tell_of(self, news):
        if news.kind == "field":
            self._tell_manager(UNREAD, lambda entry: entry._words_of_field())
        else:
            self._tell_manager(ACTIVITY, lambda entry: entry._words_of_code(news.state))

    def _words_of_field(self):
        return self.env._(
            "%(provider)s sent a date or field that cannot be read: %(example)s. The scan or expected "
            "arrival in it is missing at its shipments, which show it as it came. Ask the provider, or "
            "whoever looks after this system.",
            provider=self.provider,
            example=self.example or "-",
        )

    def _words_of_code(self, state):
        words = {"provider": self.provider, "code": self.code, "example": self.example or "-"}
        if state == "unknown":
            return self.env._(
                "%(provider)s sent a code that no table knows: %(code)s (%(example)s). Say what it means.",
                **words,
            )
        return self.env._(
            "%(provider)s sent a code that no table knows: %(code)s (%(example)s). So far it counts as "
            "“%(state)s”, as the code above it. Say what it means if that is not right.",
            **words,
            state=dict(self._fields["state"]._description_selection(self.env))[state],
        )


def _is_new(event):
    """Return whether somebody has to look at an event's code.

    Some codes that a table knows say nothing of where a parcel is; others count as the code above them until
    somebody says more.
    """
    provider = tracking.PROVIDERS.get(event.provider)
    if provider and event.subcode and provider.is_new(event.subcode):
        return True
    known = bool(provider) and not provider.codes.keys().isdisjoint((event.code, event.subcode))
    return event.state == "unknown" and not known


def _by_table(provider, own_code, code):
    """Return the state and reason that a provider's table gives to a code, or to the one above it."""
    codes = tracking.PROVIDERS[provider].codes if provider in tracking.PROVIDERS else {}
    meaning = codes.get(own_code) or codes.get(code)
    return (meaning.state, meaning.reason or False) if meaning else ("unknown", False)
