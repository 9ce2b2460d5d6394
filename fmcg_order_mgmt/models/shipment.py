import datetime as dt

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

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
    ("carrier_damaged_parcel", "Damaged on the way"),
    ("customs_delay", "Held by customs"),
]
HEALTHS = [
    ("ok", "Watched"),
    ("not_found", "Carrier Knows Nothing Yet"),
    ("needs_phone", "Phone Digits Missing"),
    ("wrong_carrier", "Carrier Unclear"),
    ("auth_error", "Account Refused"),
    ("quota", "Credit Used Up"),
    ("rate_limited", "Asked Too Often"),
    ("provider_down", "No Answer"),
    ("stopped", "Watch Ended"),
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
        tracking=True,
        group_expand="_group_expand_state",
    )
    reason = fields.Selection(REASONS, compute="_compute_journey", store=True)
    delivered_at = fields.Datetime(compute="_compute_journey", store=True)
    delivered_first_at = fields.Datetime(compute="_compute_journey", store=True)
    last_event_at = fields.Datetime(string="Last News", compute="_compute_journey", store=True)
    last_event = fields.Char(string="Last Seen", compute="_compute_journey", store=True)
    eta = fields.Datetime(string="Expected", copy=False)
    health = fields.Selection(HEALTHS, string="Watch", default="ok", required=True, copy=False, tracking=True)
    message = fields.Char(string="What the Watch Says", readonly=True, copy=False)
    next_poll_at = fields.Datetime(string="Asks Again", index="btree_not_null", copy=False)
    last_polled_at = fields.Datetime(string="Asked Last", readonly=True, copy=False)
    failures = fields.Integer(readonly=True, copy=False)
    is_behind = fields.Boolean(string="Expected Too Late", compute="_compute_is_behind", store=True)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    is_troubled = fields.Boolean(
        string="Troubled", compute="_compute_is_troubled", search="_search_is_troubled"
    )

    _waybill_uniq = models.UniqueIndex(
        "(company_id, COALESCE(carrier_code, ''), name)", "This waybill is known already."
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
        for shipment in self:
            deadlines = [moment for moment in shipment.picking_ids.mapped("date_deadline") if moment]
            shipment.due_at = max(deadlines, default=False)

    @api.depends("order_ids.name")
    def _compute_order_names(self):
        for shipment in self:
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
            vals["name"] = " ".join(vals.get("name", "").split()).upper()
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
        result = super().write(vals)
        if QUESTION & vals.keys():
            self._question_changed()
        if "picking_ids" in vals:
            (before | self.picking_ids)._fmcg_write_refs(removed)
        return result

    def _refuse_derived(self, vals):
        if DERIVED & vals.keys() and not self.env.su:
            raise UserError(self.env._("Where a shipment is follows from its events. Report what happened."))

    def _question_changed(self):
        """Ask the carrier again soon, or say what is missing for that."""
        now = fields.Datetime.now()
        for shipment in self:
            if not shipment.is_polled:
                shipment.write({"next_poll_at": False})
            elif not shipment.carrier_code:
                message = self.env._("The number does not tell the carrier. Fill in the carrier code.")
                shipment.write({"health": "wrong_carrier", "message": message, "next_poll_at": False})
            else:
                shipment.write({"health": "ok", "message": False, "next_poll_at": now, "failures": 0})

    @api.model
    def _by_number(self, deliveries):
        """Return the shipments that these deliveries may join, by (company, number)."""
        numbers = {number for picking in deliveries for number in picking._fmcg_numbers()}
        domain = [("company_id", "in", deliveries.company_id.ids), ("name", "in", list(numbers))]
        found = {}
        for shipment in self.search(domain) if numbers else self:
            found.setdefault((shipment.company_id, shipment.name), shipment)
        return found

    @api.model
    def _values_for(self, pickings, number, account, carrier_code=False):
        """Return the values of a new shipment; its carrier is what the number's form says, or the setting."""
        setting = pickings.carrier_id.mapped("fmcg_carrier_code")
        carrier = carrier_code or (account and account._adapter().carrier_of(number))
        phone = next((each.phone for each in pickings.partner_id if each.phone), "")
        return {
            "name": number,
            "carrier_code": carrier or next(filter(None, setting), False) or account.carrier_code,
            "company_id": pickings.company_id[:1].id,
            "account_id": account.id,
            "phone_tail": tracking.phone_tail(phone),
            "picking_ids": [Command.set(pickings.ids)],
        }

    def _join(self, pickings):
        """Let deliveries travel with these shipments too; one that nobody named any more is watched again."""
        self.write({"picking_ids": [Command.link(picking.id) for picking in pickings]})
        self.filtered(lambda shipment: shipment.health == "stopped")._question_changed()

    def _leave(self, pickings):
        """Take deliveries off, since their number was corrected; what is known of the waybill stays."""
        self.write({"picking_ids": [Command.unlink(picking.id) for picking in pickings]})
        for shipment in self:
            names = ", ".join(pickings.mapped("name"))
            shipment.message_post(body=self.env._("The number was taken off %s.", names))
        message = self.env._("No delivery has this number any more, so nobody is asked about it.")
        idle = self.filtered(lambda shipment: not shipment.picking_ids)
        idle.write({"health": "stopped", "message": message, "next_poll_at": False})

    def _open(self):
        """Return the action that shows these shipments, a single one at once."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_shipment")
        action |= {"domain": [("id", "in", self.ids)], "context": {"create": False}}
        return action | (
            {"view_mode": "form", "views": [(False, "form")], "res_id": self.id} if len(self) == 1 else {}
        )

    def action_delivered(self):
        """Record that the goods have arrived.

        :raises AccessError: neither dispatcher nor driver; a driver reports on own vans only
        """
        open_ones = self.filtered(lambda shipment: shipment.state != "delivered")
        open_ones._report("delivered", self.env._("Reported as delivered by %s", self.env.user.name))
        return True

    def action_attempt_failed(self):
        """Record that the goods could not be handed over, also when they were reported as delivered before.

        :raises AccessError: neither dispatcher nor driver; a driver reports on own vans only
        """
        self._report("attempt_failed", self.env._("Reported as not delivered by %s", self.env.user.name))
        return True

    def _report(self, state, description):
        """Add an event that a person saw, now."""
        self._check_reporter()
        values = [shipment._report_values(state, description) for shipment in self]
        self.env["fmcg.shipment.event"].sudo().create(values)

    def _report_values(self, state, description):
        # Who reports knows what is known already, so it comes after that even within the same second.
        moment = utc_now()
        if self.last_event_at:
            known = self.last_event_at.replace(tzinfo=dt.timezone.utc)
            moment = max(moment, known + dt.timedelta(seconds=1))
        event = tracking.Event(moment, "", state, description=description)
        return self._event_values(event, source="manual", provider=OWN)

    def _check_reporter(self):
        self.check_access("read")
        user = self.env.user
        if self.env.su or user.has_group("fmcg_order_mgmt.group_fmcg_dispatcher"):
            return
        carried = self.filtered(lambda shipment: shipment.is_polled)
        if carried or not user.has_group("fmcg_order_mgmt.group_fmcg_driver"):
            raise AccessError(
                self.env._("Only dispatchers may report this, and drivers for what the own vans carry.")
            )

    def _event_values(self, event, **values):
        mark = tracking.fingerprint(values["provider"], self.carrier_code or "", self.name, event)
        return self.env["fmcg.shipment.event"]._values_of(
            event, shipment_id=self.id, fingerprint=mark, **values
        )


def utc_now():
    """Return the time, aware, as the engine wants it."""
    return dt.datetime.now(dt.timezone.utc)


def naive(moment):
    """Return the engine's aware moment as the ORM stores it, False for none."""
    return bool(moment) and moment.astimezone(dt.timezone.utc).replace(tzinfo=None, microsecond=0)
