from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import tracking


class FmcgWaybillEntry(models.TransientModel):
    _name = "fmcg.waybill.entry"
    _description = "Enter Waybill"

    available_picking_ids = fields.Many2many("stock.picking", "fmcg_waybill_entry_available_rel")
    picking_ids = fields.Many2many(
        "stock.picking", string="Deliveries", required=True, domain="[('id', 'in', available_picking_ids)]"
    )
    company_id = fields.Many2one("res.company", required=True)
    numbers = fields.Char(string="Waybill", help="Several numbers for one delivery are separated by commas.")
    account_id = fields.Many2one(
        "fmcg.tracking.account",
        compute="_compute_account_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
        help="Who is asked where the parcel is.",
    )
    carrier_code = fields.Char(
        compute="_compute_carrier_code",
        store=True,
        readonly=False,
        help="How the provider calls the carrier, such as yuantong.",
    )
    phone_tail = fields.Char(
        string="Phone Digits",
        size=4,
        help="The last four digits of the receiver's phone; some carriers answer only with them.",
    )

    @api.depends("numbers")
    def _compute_account_id(self):
        """Propose the account that follows the numbers, where there are several; else leave the chosen."""
        for entry in self:
            accounts = entry._accounts()
            found = [accounts._following(number) for number in entry._words()]
            if len(accounts) < 2:
                entry.account_id = entry.account_id
            else:
                entry.account_id = found[0] if found and all(found) else False

    @api.depends("numbers", "account_id", "picking_ids")
    def _compute_carrier_code(self):
        for entry in self:
            numbers = entry._words()
            guess = numbers and entry.account_id and entry.account_id._carrier_of(numbers[0])
            setting = next(filter(None, entry.picking_ids.carrier_id.mapped("fmcg_carrier_code")), False)
            entry.carrier_code = guess or setting or entry.account_id.carrier_code

    @api.model
    def _open(self, pickings):
        """Return the action that opens the window for these deliveries, those that have left first of all.

        :raises UserError: none of them can be sent, or they are of several companies
        """
        left = pickings.filtered(lambda picking: picking.state == "done" and not picking.fmcg_shipment_ids)
        chosen = left or pickings.filtered(lambda picking: picking.state != "cancel")
        if not chosen:
            raise UserError(
                self.env._("There is no delivery to enter a waybill for: they are all cancelled.")
            )
        if len(chosen.company_id) > 1:
            raise UserError(self.env._("Enter waybills for the deliveries of one company at a time."))
        phone = next((each.phone for each in chosen.partner_id if each.phone), "")
        accounts = chosen._fmcg_accounts()[chosen[:1]]
        entry = self.create(
            {
                "available_picking_ids": [Command.set(pickings.ids)],
                "picking_ids": [Command.set(chosen.ids)],
                "company_id": chosen.company_id[:1].id,
                "account_id": accounts.id if len(accounts) == 1 else False,
                "phone_tail": tracking.phone_tail(phone),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter Waybill"),
            "res_model": self._name,
            "res_id": entry.id,
            "view_mode": "form",
            "target": "new",
        }

    same_parcel = fields.Boolean(
        help="The number is another customer's already: both orders really are in one parcel.",
    )
    foreign_names = fields.Char(compute="_compute_foreign_names")

    @api.depends("numbers", "picking_ids")
    def _compute_foreign_names(self):
        for entry in self:
            others = self.env["fmcg.shipment"].search(entry._same_numbers())._still_used()
            foreign = others._foreign_to(entry.picking_ids)
            entry.foreign_names = ", ".join(foreign.partner_id.mapped("display_name"))

    def action_enter(self):
        """Make the shipments of the numbers, or join those that other deliveries already have.

        :raises UserError: a word that cannot be a number, an account or a carrier that nothing tells, or a
            number that is another customer's and nobody said that both are in one parcel
        """
        self.ensure_one()
        self.picking_ids.check_access("write")
        shipments = self.env["fmcg.shipment"]
        found = {each.name: each for each in shipments.search(self._same_numbers())._still_used()}
        if self.foreign_names and not self.same_parcel:
            raise UserError(
                self.env._(
                    "This number is already used for %s. Correct it, or tick Same Parcel if both orders "
                    "are in one parcel.",
                    self.foreign_names,
                )
            )
        for number in self._checked_numbers():
            if number in found:
                found[number]._join(self.picking_ids, sure=True)
            else:
                shipments |= shipments.create(self._values(number))
        return {"type": "ir.actions.act_window_close"}

    def _words(self):
        return tracking.entered_words(self.numbers or "")

    def _accounts(self):
        """Return who may follow the parcels of these deliveries."""
        first = self.picking_ids._origin[:1]
        return first._fmcg_accounts().get(first, self.env["fmcg.tracking.account"])

    def _same_numbers(self):
        return [("company_id", "=", self.company_id.id), ("name", "in", self._words())]

    def _checked_numbers(self):
        numbers = self._words()
        wrong = [number for number in numbers if not tracking.is_number(number)]
        if wrong or not numbers:
            raise UserError(
                self.env._(
                    "%s is not a waybill number: it has 6 to 40 letters and digits. "
                    "Several are separated by commas.",
                    ", ".join(wrong) or self.env._("What was entered"),
                )
            )
        return numbers

    def _account_of(self, number):
        """Return who is asked about a number.

        :raises UserError: it does not tell, and nobody was chosen
        """
        accounts, chosen = self._accounts(), self.account_id
        if len(accounts) < 2:
            return chosen
        # With several numbers, each that names its carrier keeps it.
        if len(self._words()) > 1 and not (chosen and chosen._carrier_of(number)):
            chosen = accounts._following(number) or chosen
        if not chosen:
            raise UserError(self.env["fmcg.shipment"]._account_question(number))
        return chosen

    def _values(self, number):
        account = self._account_of(number)
        guess = account and account._carrier_of(number)
        several = len(self._words()) > 1
        carrier = (guess or self.carrier_code) if several else self.carrier_code
        if account._needs_carrier() and not carrier:
            raise UserError(
                self.env._(
                    "The number %s does not tell which carrier has it. Fill in the carrier code, such as "
                    "yuantong or zhongtong, or set one on the delivery method or the account.",
                    number,
                )
            )
        values = self.env["fmcg.shipment"]._values_for(self.picking_ids, number, account, carrier)
        return values | {"phone_tail": self.phone_tail or values["phone_tail"]}
