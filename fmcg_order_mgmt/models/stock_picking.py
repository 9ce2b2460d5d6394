from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import stage, tracking
from .shipment import OWN, STATES


class StockPicking(models.Model):
    _inherit = "stock.picking"

    fmcg_shipment_ids = fields.Many2many(
        "fmcg.shipment",
        "fmcg_shipment_picking_rel",
        "picking_id",
        "shipment_id",
        string="Shipments",
        copy=False,
    )
    fmcg_shipment_state = fields.Selection(
        STATES, string="Shipment", compute="_compute_fmcg_shipment_state", store=True
    )
    fmcg_note = fields.Text(related="sale_id.fmcg_note", string="Note for Delivery")
    fmcg_order_type_id = fields.Many2one(related="sale_id.fmcg_order_type_id", string="Order Type")
    fmcg_order_type_color = fields.Integer(related="fmcg_order_type_id.color", string="Color of the Type")
    fmcg_to_customer = fields.Boolean(compute="_compute_fmcg_to_customer")

    @api.depends("fmcg_shipment_ids.state")
    def _compute_fmcg_shipment_state(self):
        for picking in self:
            state = stage.aggregate(picking.fmcg_shipment_ids.mapped("state")) or False
            if picking.fmcg_shipment_state != state:
                picking.fmcg_shipment_state = state

    @api.depends("picking_type_id.code", "location_id.usage", "location_dest_id.usage")
    def _compute_fmcg_to_customer(self):
        """Tell what brings goods to a customer from returns and from steps inside the warehouse."""
        for picking in self:
            leaves = (
                picking.picking_type_id.code == "outgoing" or picking.location_dest_id.usage == "customer"
            )
            picking.fmcg_to_customer = leaves and picking.location_id.usage != "customer"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._fmcg_refuse_derived(vals)
        pickings = super().create(vals_list)
        if numbered := pickings.filtered("carrier_tracking_ref"):
            numbered._fmcg_read_refs()
        return pickings

    def write(self, vals):
        self._fmcg_refuse_derived(vals)
        result = super().write(vals)
        if "carrier_tracking_ref" in vals:
            self._fmcg_read_refs()
        return result

    def _fmcg_refuse_derived(self, vals):
        if {"fmcg_shipment_ids", "fmcg_shipment_state"} & vals.keys():
            raise UserError(
                self.env._("The shipments of a delivery follow from its waybill numbers. Enter those.")
            )

    def _action_done(self):
        result = super()._action_done()
        self._fmcg_leave_with_own_van()
        return result

    def _fmcg_read_refs(self):
        """Make, join and leave shipments so that each delivery has those whose numbers are typed into it.

        Nothing here refuses what other software writes into core's field: words that cannot be waybill
        numbers make no shipment, and a number whose carrier is not clear makes one that says so.
        """
        shipments = self.env["fmcg.shipment"].sudo()
        deliveries = self.sudo().filtered(lambda each: each.fmcg_to_customer and not each._fmcg_own_van())
        known, missing = shipments._by_number(deliveries), {}
        for picking in deliveries:
            linked = picking.fmcg_shipment_ids.filtered(lambda each: each.carrier_code != OWN)
            numbers = picking._fmcg_numbers()
            linked.filtered(lambda each, numbers=numbers: each.name not in numbers)._leave(picking)
            for number in set(numbers) - set(linked.mapped("name")):
                key = (picking.company_id, number)
                if key in known:
                    known[key]._join(picking)
                else:
                    missing[key] = missing.get(key, picking) | picking
        accounts = deliveries._fmcg_accounts() if missing else {}
        shipments.create(
            [
                shipments._values_for(each, number, accounts[each[:1]]._following(number))
                for (_, number), each in missing.items()
            ]
        )

    def _fmcg_accounts(self):
        """Return who may follow each delivery: its delivery method's account, or all those of its company."""
        accounts = self.env["fmcg.tracking.account"].sudo()
        polled = accounts._polled_of(self.company_id)
        return {
            picking: picking.carrier_id.sudo().fmcg_tracking_account_id
            or polled.get(picking.company_id, accounts)
            for picking in self
        }

    def _fmcg_numbers(self):
        """Return the waybill numbers in core's field, as they are stored on shipments."""
        words = tracking.entered_words(self.carrier_tracking_ref or "")
        return [word for word in words if tracking.is_number(word)]

    def _fmcg_write_refs(self, removed):
        """Put the numbers of the deliveries' shipments into core's field.

        ``removed`` has, for a delivery, the shipments that it may have lost just now; other words stay.
        """
        for picking in self.sudo():
            words = tracking.entered_words(picking.carrier_tracking_ref or "")
            names = picking.fmcg_shipment_ids.filtered(lambda each: each.carrier_code != OWN).mapped("name")
            lost = set(removed[picking].mapped("name") if picking in removed else ()) - set(names)
            wanted = [word for word in words if word not in lost]
            wanted += [name for name in names if name not in words]
            if wanted != list(words):
                picking.carrier_tracking_ref = ", ".join(wanted)

    def _fmcg_own_van(self):
        return self.carrier_id.fmcg_tracking_account_id.provider == OWN

    def _fmcg_leave_with_own_van(self):
        """Let what own vans carry be a shipment from the moment it leaves the warehouse."""
        leaving = self.filtered(
            lambda picking: picking.state == "done"
            and picking.fmcg_to_customer
            and picking._fmcg_own_van()
            and not picking.fmcg_shipment_ids
        )
        for shipment in leaving._fmcg_own_shipments():
            shipment._report("out_for_delivery", self.env._("Left the warehouse with an own van"))

    def _fmcg_own_shipments(self):
        """Make for each delivery a shipment that no carrier has: its number is that of the delivery."""
        values = [
            {
                "name": picking.name,
                "carrier_code": OWN,
                "company_id": picking.company_id.id,
                "account_id": picking.carrier_id.fmcg_tracking_account_id.id
                if picking._fmcg_own_van()
                else False,
                "picking_ids": [Command.link(picking.id)],
            }
            for picking in self.sudo()
        ]
        return self.env["fmcg.shipment"].sudo().create(values)

    def action_fmcg_delivered(self):
        """Record that deliveries without a carrier have arrived: brought by own vans, or collected.

        :raises UserError: not done yet, or a carrier has it
        :raises AccessError: not a dispatcher or driver
        """
        self.env["fmcg.shipment"]._check_reporter()
        for picking in self:
            if not picking.fmcg_to_customer or picking.state != "done":
                raise UserError(
                    self.env._(
                        "%s has not left yet. Validate the delivery, then report it as delivered.",
                        picking.name,
                    )
                )
            if any(shipment._is_carried() for shipment in picking.fmcg_shipment_ids):
                raise UserError(
                    self.env._(
                        "A carrier has %s. Report it on the shipment, if the carrier never does.",
                        picking.name,
                    )
                )
        self.filtered(lambda picking: not picking.fmcg_shipment_ids)._fmcg_own_shipments()
        return self.fmcg_shipment_ids.action_delivered()

    def action_fmcg_enter_waybill(self):
        """Open the window that takes waybill numbers for these deliveries."""
        return self.env["fmcg.waybill.entry"]._open(self)

    def action_fmcg_shipments(self):
        """Open the shipments of these deliveries."""
        return self.fmcg_shipment_ids._open()
