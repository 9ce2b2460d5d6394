import datetime as dt
import functools
import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import tracking
from ..engine.tracking.http import UrllibClient
from .shipment import utc_now

# One for all: it keeps nothing between calls but the settings of TLS, which take long to read.
CLIENT = UrllibClient()
# Minutes between two questions about one parcel, where the provider demands nothing.
USUAL_INTERVAL = 30
# An answer of this kind is none: the provider, not the parcel, is in trouble.
UNHEARD = ("provider_down", "rate_limited", "auth_error", "quota")
# What the account's people can change; whatever stopped the account may be over then.
SETTINGS = {"provider", "customer", "key", "base_url", "active", "options", "daily_quota"}


class FmcgTrackingAccount(models.Model):
    _name = "fmcg.tracking.account"
    _description = "Tracking Account"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    provider = fields.Selection(selection="_select_provider", required=True, default="kuaidi100")
    is_polled = fields.Boolean(compute="_compute_is_polled")
    customer = fields.Char(string="Customer ID", groups="fmcg_order_mgmt.group_fmcg_manager", copy=False)
    needs_customer = fields.Boolean(compute="_compute_needs")
    needs_key = fields.Boolean(compute="_compute_needs")
    base_url = fields.Char(
        string="Address",
        help="Only for a test service or a gateway of your own. Leave it empty to ask the provider itself.",
    )
    carrier_code = fields.Char(
        string="Usual Carrier",
        help="The provider's code of the carrier, taken for numbers whose form does not name one.",
    )
    min_interval = fields.Integer(
        string="Shortest Interval",
        compute="_compute_min_interval",
        store=True,
        readonly=False,
        precompute=True,
        help="Minutes that must pass before the same waybill is asked for again.",
    )
    max_interval = fields.Integer(
        string="Longest Interval",
        help="Minutes after which a parcel under way is asked for at the latest. "
        "Zero leaves it to the parcel's state: from one hour when it is out for delivery to a day.",
    )
    at_night = fields.Boolean(
        string="Ask at Night", help="Also ask between 22:00 and 7:00, when parcels hardly move."
    )
    failures = fields.Integer(
        readonly=True, copy=False, help="So many answers in a row were none, of whatever parcels."
    )
    paused_until = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(readonly=True, copy=False)

    _intervals_positive = models.Constraint(
        "CHECK (min_interval >= 0 AND max_interval >= 0)", "An interval cannot be negative."
    )

    @api.model
    def _select_provider(self):
        return [(code, provider.name) for code, provider in tracking.PROVIDERS.items()]

    @api.depends("provider")
    def _compute_is_polled(self):
        for account in self:
            account.is_polled = bool(account.provider) and account._adapter().polled

    @api.depends("provider")
    def _compute_needs(self):
        for account in self:
            needs = account._adapter().needs if account.provider else ()
            account.needs_customer = "customer" in needs
            account.needs_key = "key" in needs

    @api.depends("provider")
    def _compute_min_interval(self):
        """Propose somewhat more than the provider demands, whose clock is not ours."""
        for account in self.filtered("provider"):
            floor = account._adapter().floor / dt.timedelta(minutes=1)
            account.min_interval = max(math.ceil(floor * 1.2), USUAL_INTERVAL)

    @api.constrains("base_url")
    def _check_base_url(self):
        for account in self.filtered("base_url"):
            fault = tracking.fault(account.base_url)
            if fault:
                raise ValidationError(account._address_fault(fault))

    @api.constrains("provider", "base_url", "min_interval", "active")
    def _check_min_interval(self):
        for account in self.filtered("active"):
            floor = account._adapter().floor // dt.timedelta(minutes=1)
            if account.min_interval < floor and not tracking.is_local(account.base_url or ""):
                raise ValidationError(
                    self.env._(
                        "%(provider)s locks a waybill that is asked for more often than every %(floor)s "
                        "minutes. Set the shortest interval of %(name)s to at least that.",
                        provider=account._adapter().name,
                        floor=floor,
                        name=account.name,
                    )
                )

    def write(self, vals):
        if SETTINGS & vals.keys():
            vals = {"paused_until": False, "last_error": False, "failures": 0} | vals
        return super().write(vals)

    def action_test_connection(self):
        """Ask the provider for a waybill that does not exist, and tell what that shows of the account."""
        self.ensure_one()
        self.check_access("write")
        self.env["fmcg.tracking.turn"].wait(*self._turn())
        (answer,) = self._question([self._adapter().probe])()
        self._count(calls=1, waybills=1)
        # Every answer about the waybill itself shows that the account was let in.
        works = answer.health in ("ok", "not_found", "needs_phone", "wrong_carrier")
        problem = False if works else self._explain(answer)
        self.write({"last_error": problem, "paused_until": False, "failures": 0})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if works else "danger",
                "sticky": not works,
                "title": self.name,
                "message": self._explain(answer) if not works else self.env._("The account works."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _adapter(self):
        return tracking.PROVIDERS[self.provider]

    def _carrier_of(self, number):
        """Return the provider's code of the carrier whose numbers look like this, or ''."""
        return self._adapter().carrier_at(self._credentials(), number)

    def _usual_carrier_of(self, number):
        """Return the carrier that a number names, else the account's usual one, False for none."""
        return self._carrier_of(number) or self.carrier_code

    @api.model
    def _polled_of(self, companies):
        """Return the accounts with which carriers are asked, by company and in their order."""
        accounts = self.sudo().search([("company_id", "in", companies.ids)])
        return accounts.filtered("is_polled").grouped("company_id")

    def _following(self, number):
        """Return who of these follows a number: the only one, or the first that knows whose number it is."""
        if len(self) < 2:
            return self
        return next((each for each in self if each._carrier_of(number)), self.browse())

    def _needs_carrier(self):
        """Say whether the provider cannot be asked without the carrier's code."""
        return self.is_polled and self._adapter().needs_carrier

    def _credentials(self):
        """Return what the engine needs to ask; the only place where key and secret are read."""
        account = self.sudo()
        return tracking.Account(
            account.customer or "",
            account.key or "",
            account.base_url or "",
            secret=account.secret or "",
            options=account._options(),
        )

    def _question(self, waybills):
        """Return a call without arguments that asks for the waybills and touches no record."""
        return functools.partial(self._adapter().query, self._credentials(), waybills, CLIENT)

    def _floor(self):
        """Return how long one waybill rests between two questions."""
        return dt.timedelta(minutes=self.min_interval)

    def _pace(self):
        """Return the part of the engine's schedule that the account decides."""
        adapter = self._adapter()
        return {
            "floor": self._floor(),
            "ceiling": dt.timedelta(minutes=self.max_interval) if self.max_interval else None,
            "at_night": self.at_night,
            "zone": adapter.zone,
            "abroad": adapter.abroad,
            "stretch": self.stretch,
            "urgent_stretch": self.urgent_stretch,
        }

    def _note(self, answers):
        """Remember the trouble that answers show of the account itself, or that it is over."""
        account, failed = self.sudo(), [answer for answer in answers if answer.health in UNHEARD]
        heard = len(failed) < len(answers)
        failures = 0 if heard else account.failures + 1
        now = utc_now()
        pauses = {
            pause: answer
            for answer in answers
            if (pause := tracking.account_pause(answer, failures, now, account._adapter().zone))
        }
        vals = {"failures": failures}
        if pauses:
            longest = max(pauses)
            vals["paused_until"] = fields.Datetime.now() + longest
            vals["last_error"] = self._explain(pauses[longest])
        elif heard:
            vals |= {"last_error": False, "paused_until": False}
        changed = {name: value for name, value in vals.items() if account[name] != value}
        if changed:
            account.write(changed)

    def _explain(self, answer):
        """Return a sentence that says what an answer's health means and what to do about it."""
        said = self._without_secrets(answer.message) or self.env._("nothing")
        reasons = {
            "auth_error": self.env._(
                "The provider refused the account. Check customer ID and key, and whether this service "
                "is booked."
            ),
            "quota": self.env._("The account's credit is used up or its key has expired. Top it up."),
            "rate_limited": self.env._(
                "The provider was asked too often, or is busy. It is asked again later."
            ),
            "provider_down": self.env._(
                "No usable answer came. Check the address and the network; it is tried again later."
            ),
            "needs_phone": self.env._(
                "This carrier answers only with the last four digits of the sender's or receiver's phone."
            ),
            "not_found": self.env._("The carrier does not know this waybill yet."),
        }
        if answer.health not in reasons:
            return said
        return self.env._("%(reason)s It said: %(said)s", reason=reasons[answer.health], said=said)

    def _address_fault(self, fault):
        texts = {
            "malformed": self.env._("The address must look like https://host or http://127.0.0.1:8071."),
            "login": self.env._("The address must hold no user name or password; there are fields for them."),
            "extra": self.env._("The address must end before any ? or #."),
            "plain": self.env._(
                "Outside your own network the address must begin with https, or others could read what is "
                "sent."
            ),
        }
        return texts[fault]
