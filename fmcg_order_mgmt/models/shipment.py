import datetime as dt
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import tracking

# The engine's states, reasons and healths in its own order, in words.
STATES = [
    ("pending", "Not Seen Yet"),
    ("info_received", "Registered"),
    ("picked_up", "Picked Up"),
    ("in_transit", "In Transit"),
    ("customs", "In Customs"),
    ("out_for_delivery", "Out for Delivery"),
    ("attempt_failed", "Attempt Failed"),
    ("ready_for_pickup", "Ready for Pickup"),
    ("exception", "In Trouble"),
    ("delivered", "Delivered"),
    ("returning", "Coming Back"),
    ("returned", "Returned"),
    ("lost", "Lost"),
    ("cancelled", "Cancelled"),
    ("unknown", "Unclear"),
]
REASONS = [
    ("consignee_refused", "Refused by the receiver"),
    ("consignee_not_available", "Receiver not reached"),
    ("consignee_incorrect_address", "Address wrong or incomplete"),
    ("consignee_moved", "Receiver has moved"),
    ("not_picked_up", "Not picked up in time"),
    ("carrier_damaged_parcel", "Damaged on the way"),
    ("carrier_sorting_error", "Sent the wrong way"),
    ("carrier_parcel_lost", "Lost by the carrier"),
    ("carrier_delay", "Delayed by the carrier"),
    ("out_of_area", "Outside the delivery area"),
    ("payment_due", "Held for payment"),
    ("customs_delay", "Held by customs"),
    ("customs_documentation", "Papers missing at customs"),
    ("weather_delay", "Delayed by the weather"),
    ("retailer_cancelled", "Called back by the sender"),
]
HEALTHS = [
    ("ok", "Followed"),
    ("not_found", "Unknown to Carrier"),
    ("needs_phone", "Phone Digits Missing"),
    ("wrong_carrier", "Carrier Unclear"),
    ("auth_error", "Account Refused"),
    ("quota", "Credit Used Up"),
    ("rate_limited", "Asked Too Often"),
    ("provider_down", "No Answer"),
    ("stopped", "Ended"),
    ("expired", "No News for 30 Days"),
]
OWN = "own"
TROUBLED_STATES = ("exception", "attempt_failed", "returning", "returned", "lost", "unknown")
TROUBLED_HEALTHS = ("needs_phone", "wrong_carrier", "auth_error", "quota", "provider_down", "expired")
# Only the events say these; a shipment never takes them from anybody's keyboard.
DERIVED = {
    "state",
    "reason",
    "delivered_at",
    "delivered_first_at",
    "last_event_at",
    "last_event",
    "order_ids",
}
# After a change of these the carrier may answer differently.
QUESTION = {"account_id", "carrier_code", "phone_tail"}


class FmcgShipment(models.Model):
    _name = "fmcg.shipment"
    _description = "Shipment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Waybill", required=True, index="trigram", copy=False)
    carrier_code = fields.Char(tracking=True, help="How the provider calls the carrier, such as yuantong.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "fmcg.tracking.account", index="btree_not_null", check_company=True, tracking=True
    )
    is_polled = fields.Boolean(related="account_id.is_polled", related_sudo=True)
    phone_tail = fields.Char(
        string="Phone Digits",
        size=4,
        help="The last four digits of the receiver's phone; some carriers answer only with them.",
    )
    picking_ids = fields.Many2many(
        "stock.picking",
        "fmcg_shipment_picking_rel",
        "shipment_id",
        "picking_id",
        string="Deliveries",
        check_company=True,
        copy=False,
    )
    order_ids = fields.Many2many(
        "sale.order",
        "fmcg_shipment_order_rel",
        "shipment_id",
        "order_id",
        string="Orders",
        compute="_compute_order_ids",
        store=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", compute="_compute_partner_id", store=True, index="btree_not_null"
    )
    order_type_ids = fields.Many2many(
        "fmcg.order.type", string="Order Types", compute="_compute_order_names", compute_sudo=True
    )
    order_names = fields.Char(string="For Orders", compute="_compute_order_names", compute_sudo=True)
    address = fields.Char(compute="_compute_address", compute_sudo=True)
    due_at = fields.Datetime(string="Promised", compute="_compute_due_at", store=True)
    event_ids = fields.One2many("fmcg.shipment.event", "shipment_id", string="Journey")
    state = fields.Selection(
        STATES,
        compute="_compute_journey",
        store=True,
        index=True,
        default="pending",
        group_expand="_group_expand_state",
    )
    reason = fields.Selection(REASONS, compute="_compute_journey", store=True)
    delivered_at = fields.Datetime(compute="_compute_journey", store=True)
    delivered_first_at = fields.Datetime(compute="_compute_journey", store=True)
    last_event_at = fields.Datetime(string="Last News", compute="_compute_journey", store=True)
    last_event = fields.Char(string="Last Seen", compute="_compute_journey", store=True)
    eta = fields.Datetime(string="Expected", copy=False)
    health = fields.Selection(
        HEALTHS, string="Tracking", default="ok", required=True, copy=False, tracking=True
    )
    message = fields.Char(string="What Tracking Says", readonly=True, copy=False)
    next_poll_at = fields.Datetime(string="Asks Again", index="btree_not_null", copy=False)
    last_polled_at = fields.Datetime(string="Asked Last", readonly=True, copy=False)
    failures = fields.Integer(readonly=True, copy=False)
    is_behind = fields.Boolean(string="Expected Too Late", compute="_compute_is_behind", store=True)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    is_troubled = fields.Boolean(
        string="Troubled", compute="_compute_is_troubled", search="_search_is_troubled"
    )

    journey = fields.Integer(
        string="Use of the Number",
        default=1,
        readonly=True,
        copy=False,
        help="Carriers use numbers again: which time this is.",
    )

    # The number comes before the carrier: with each call of a service parcels are looked up by number.
    _waybill_uniq = models.UniqueIndex(
        "(company_id, name, COALESCE(carrier_code, ''), journey)", "This waybill is known already."
    )

    @api.depends("picking_ids.sale_id")
    def _compute_order_ids(self):
        for shipment in self:
            shipment.order_ids = shipment.picking_ids.sale_id

    @api.depends("picking_ids.partner_id")
    def _compute_partner_id(self):
        for shipment in self:
            shipment.partner_id = shipment.picking_ids.partner_id[:1]

    @api.depends("picking_ids.date_deadline")
    def _compute_due_at(self):
        """Take the end of the promised day: a shop is promised a day, not the minute of its order."""
        for shipment in self:
            deadlines = [moment for moment in shipment.picking_ids.mapped("date_deadline") if moment]
            zone = ZoneInfo(shipment.company_id.partner_id.tz or "UTC")
            shipment.due_at = max(deadlines, default=False) and _end_of_day(max(deadlines), zone)

    @api.depends("order_ids.name", "order_ids.fmcg_order_type_id")
    def _compute_order_names(self):
        for shipment in self:
            shipment.order_type_ids = shipment.order_ids.fmcg_order_type_id
            shipment.order_names = ", ".join(shipment.order_ids.mapped("name"))

    @api.depends("partner_id.contact_address_inline")
    def _compute_address(self):
        for shipment in self:
            shipment.address = shipment.partner_id.contact_address_inline

    @api.depends("event_ids.state", "event_ids.occurred_at", "event_ids.is_superseded")
    def _compute_journey(self):
        now = utc_now()
        for shipment in self:
            events = shipment.event_ids.filtered(lambda event: not event.is_superseded)
            folded = tracking.fold([event._canonical() for event in events], now)
            newest = events.sorted(lambda event: (event.occurred_at, event.sequence))[-1:]
            cause = events.filtered(lambda event, state=folded.state: event.state == state and event.reason)
            shipment.state = folded.state
            shipment.reason = cause.sorted("occurred_at")[-1:].reason
            shipment.delivered_at = naive(folded.delivered_at)
            shipment.delivered_first_at = naive(folded.delivered_first_at)
            shipment.last_event_at = naive(folded.last_event_at)
            shipment.last_event = newest.description or newest.location

    @api.depends("due_at", "eta")
    def _compute_is_behind(self):
        for shipment in self:
            shipment.is_behind = bool(shipment.due_at and shipment.eta and shipment.due_at < shipment.eta)

    @api.depends("state", "due_at", "is_behind")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for shipment in self:
            overdue = shipment.is_behind or bool(shipment.due_at and shipment.due_at < now)
            shipment.is_late = overdue and shipment.state not in tracking.TERMINAL

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("is_behind", "=", True) | Domain("due_at", "<", "now")
        return overdue & Domain("state", "not in", list(tracking.TERMINAL))

    @api.depends("state", "health")
    def _compute_is_troubled(self):
        for shipment in self:
            shipment.is_troubled = shipment.state in TROUBLED_STATES or shipment.health in TROUBLED_HEALTHS

    def _search_is_troubled(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", TROUBLED_STATES) | Domain("health", "in", TROUBLED_HEALTHS)

    @api.model
    def _group_expand_state(self, states, domain):
        """Show the columns of a plain journey even when they are empty, the others when needed."""
        plain = {"pending", "picked_up", "in_transit", "out_for_delivery", "delivered"}
        return [state for state, _label in STATES if state in plain or state in states]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_derived(vals)
            vals["name"] = self._entered_name(vals)
            self._fill_carrier(vals)
        self._count_journeys(vals_list)
        shipments = super().create(vals_list)
        shipments._question_changed()
        shipments.picking_ids._fmcg_write_refs({})
        return shipments

    def write(self, vals):
        self._refuse_derived(vals)
        if "name" in vals:
            raise UserError(
                self.env._("A waybill keeps its number. Correct the number on the delivery instead.")
            )
        before = self.picking_ids if "picking_ids" in vals else self.env["stock.picking"]
        removed = {picking: picking.fmcg_shipment_ids & self for picking in before}
        if "carrier_code" in vals:
            self._forget_carrier(vals["carrier_code"])
        result = super().write(vals)
        if "account_id" in vals and "carrier_code" not in vals:
            self._take_carrier()
        if QUESTION & vals.keys():
            self._question_changed()
        if "picking_ids" in vals:
            (before | self.picking_ids)._fmcg_write_refs(removed)
        return result

    @api.model
    def _count_journeys(self, vals_list):
        """Number the new shipments whose numbers others had before."""
        known = self.sudo()._read_group(
            [("name", "in", [vals["name"] for vals in vals_list])],
            ["company_id", "name", "carrier_code"],
            ["journey:max"],
        )
        last = {(company.id, name, carrier): journey for company, name, carrier, journey in known}
        for vals in vals_list:
            company = vals.get("company_id") or self.env.company.id
            journey = last.get((company, vals["name"], vals.get("carrier_code") or False))
            if journey and self._is_free(company, vals["name"]):
                vals["journey"] = journey + 1

    def _refuse_derived(self, vals):
        if DERIVED & vals.keys() and not self.env.su:
            raise UserError(self.env._("Where a shipment is follows from its events. Report what happened."))

    def _forget_carrier(self, carrier_code):
        """Withdraw what another carrier said: it spoke of a parcel of its own."""
        corrected = self.filtered(lambda shipment: (shipment.carrier_code or "") != (carrier_code or ""))
        events = corrected.sudo().event_ids.filtered(lambda event: event.source in ("poll", "push"))
        events.filtered(lambda event: not event.is_superseded).write({"is_superseded": True})

    def _question_changed(self):
        """Ask the carrier again soon, or say what is missing for that."""
        now = fields.Datetime.now()
        undecided = self._undecided()
        for shipment in self:
            if shipment in undecided:
                message = shipment._account_question(shipment.name)
                shipment.write({"health": "wrong_carrier", "message": message, "next_poll_at": False})
            elif not shipment.is_polled:
                answered = {"health": "ok", "message": False} if shipment.health == "wrong_carrier" else {}
                shipment.write({"next_poll_at": False, **answered})
            elif not shipment.carrier_code and shipment.account_id._needs_carrier():
                message = self.env._("The number does not tell the carrier. Fill in the carrier code.")
                shipment.write({"health": "wrong_carrier", "message": message, "next_poll_at": False})
            else:
                shipment.write({"health": "ok", "message": False, "next_poll_at": now, "failures": 0})

    def _open(self):
        """Return the action that shows these shipments, a single one at once."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_shipment")
        action |= {"domain": [("id", "in", self.ids)], "context": {"create": False}}
        return action | (
            {"view_mode": "form", "views": [(False, "form")], "res_id": self.id} if len(self) == 1 else {}
        )

    def _event_values(self, event, **values):
        mark = tracking.fingerprint(values["provider"], self.carrier_code or "", self.name, event)
        return self.env["fmcg.shipment.event"]._values_of(
            event, shipment_id=self.id, fingerprint=mark, **values
        )


def utc_now():
    """Return the time, aware, as the engine wants it."""
    return dt.datetime.now(dt.timezone.utc)


def _end_of_day(moment, zone):
    local = moment.replace(tzinfo=dt.timezone.utc).astimezone(zone)
    return naive(local.replace(hour=23, minute=59, second=59, microsecond=0))


def naive(moment):
    """Return the engine's aware moment as the ORM stores it, False for none."""
    return bool(moment) and moment.astimezone(dt.timezone.utc).replace(tzinfo=None, microsecond=0)
