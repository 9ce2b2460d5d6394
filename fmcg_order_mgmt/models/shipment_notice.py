from odoo import api, fields, models
from odoo.tools import format_date

from ..engine import tracking
from .sale_order_customer_link import LINK_GROUPS

KINDS = [
    ("shipped", "Has Left"),
    ("out_for_delivery", "Out for Delivery"),
    ("ready_for_pickup", "Ready for Pickup"),
    ("delivered", "Delivered"),
    ("delayed", "Will Be Late"),
]
OUTCOMES = [
    ("overtaken", "Newer news came first"),
    ("stale", "Too old to be told"),
    ("unwanted", "No longer wanted"),
    ("no_address", "No address or phone"),
    ("failed", "Could not be written"),
]


class FmcgShipmentNotice(models.Model):
    """One piece of news of one shipment that its customer wants to be told, kept for ever.

    The unique keys are what makes it told once, whatever is killed, repeated or reported in another order.
    """

    _name = "fmcg.shipment.notice"
    _description = "Notice to a Customer"
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    shipment_id = fields.Many2one(
        "fmcg.shipment", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="shipment_id.company_id", store=True, index=True)
    order_id = fields.Many2one("sale.order", index="btree_not_null", ondelete="set null", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    kind = fields.Selection(KINDS, string="News", required=True, readonly=True)
    sequence = fields.Integer(
        required=True, readonly=True, aggregator=None, help="Tells news of the same kind on other days apart."
    )
    happened_at = fields.Datetime(string="Happened", required=True, readonly=True)
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("sent", "Told"),
            ("joined", "Told with Another Parcel"),
            ("dropped", "Not Told"),
        ],
        required=True,
        default="queued",
        readonly=True,
        index=True,
    )
    outcome = fields.Selection(OUTCOMES, string="Why Not", readonly=True)
    send_at = fields.Datetime(string="Not Before", required=True, index=True, readonly=True)
    day = fields.Date(string="Told On", readonly=True)
    by_email = fields.Boolean(string="By E-Mail", readonly=True)
    by_sms = fields.Boolean(string="By SMS", readonly=True)
    # What the templates say.
    contact_id = fields.Many2one("res.partner", compute="_compute_told", compute_sudo=True)
    lang = fields.Char(compute="_compute_told", compute_sudo=True)
    order_names = fields.Char(compute="_compute_told", compute_sudo=True)
    parcels = fields.Text(compute="_compute_parcels", compute_sudo=True)
    expected = fields.Char(compute="_compute_parcels", compute_sudo=True)
    url = fields.Char(compute="_compute_url", compute_sudo=True, groups=LINK_GROUPS)

    _news_uniq = models.UniqueIndex("(shipment_id, kind, sequence)", "The customer was told of this already.")
    # All parcels of an order that have the same news on a day are told of together.
    _told_uniq = models.UniqueIndex(
        "(order_id, kind, day) WHERE state = 'sent' AND order_id IS NOT NULL",
        "The customer was told of this already today.",
    )

    @api.depends("shipment_id", "order_id")
    def _compute_told(self):
        for notice in self:
            notice.contact_id = notice.shipment_id._customer_contact()
            notice.lang = notice.shipment_id._customer_lang()
            notice.order_names = notice.shipment_id.order_names or notice.shipment_id.name

    @api.depends_context("lang")
    @api.depends("order_id.fmcg_shipment_ids.state", "shipment_id.eta")
    def _compute_parcels(self):
        states = dict(self.env["fmcg.shipment"]._fields["state"]._description_selection(self.env))
        for notice in self:
            parcels = notice._parcels()
            notice.parcels = "\n".join(f"{each.name}: {states[each.state]}" for each in parcels)
            under_way = parcels.filtered(lambda each: each.state not in tracking.TERMINAL)
            days = [each._told_eta_date() for each in under_way]
            days = [day for day in days if day]
            notice.expected = format_date(self.env, max(days)) if days else ""

    def _parcels(self):
        """Return what the customer is told the state of: all parcels of the order."""
        return self.order_id.fmcg_shipment_ids.sorted("id") or self.shipment_id

    @api.depends("order_id.fmcg_customer_token")
    def _compute_url(self):
        for notice in self:
            notice.url = notice.order_id.fmcg_customer_url
