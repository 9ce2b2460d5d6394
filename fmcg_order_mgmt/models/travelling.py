from odoo import api, fields, models
from odoo.fields import Domain

from .shipment_arrival import NOT_ARRIVING


class FmcgTravelling(models.AbstractModel):
    """What has ``fmcg_shipment_ids``: orders and deliveries show where their goods are and when they come."""

    _name = "fmcg.travelling"
    _description = "Goods on Their Way"

    fmcg_journey = fields.Json(
        string="Journey",
        compute="_compute_fmcg_journey",
        groups="sales_team.group_sale_salesman,stock.group_stock_user,fmcg_order_mgmt.group_fmcg_driver",
    )
    fmcg_arrives_on = fields.Date(
        string="Arrives",
        compute="_compute_fmcg_arrives_on",
        compute_sudo=True,
        search="_search_fmcg_arrives_on",
        help="The day on which the last of the parcels under way is expected. "
        "Searching finds what any of its parcels makes arrive on a day.",
    )

    @api.depends("fmcg_shipment_ids.timeline")
    @api.depends_context("lang", "tz", "uid")
    def _compute_fmcg_journey(self):
        for record in self:
            record.fmcg_journey = [
                told for shipment in record.fmcg_shipment_ids.sorted("id") for told in shipment.timeline
            ]

    @api.depends("fmcg_shipment_ids.arrives_on", "fmcg_shipment_ids.state")
    def _compute_fmcg_arrives_on(self):
        for record in self:
            coming = record.fmcg_shipment_ids.filtered(lambda each: each.state not in NOT_ARRIVING)
            record.fmcg_arrives_on = max(filter(None, coming.mapped("arrives_on")), default=False)

    def _search_fmcg_arrives_on(self, operator, value):
        coming, dated = Domain("state", "not in", NOT_ARRIVING), Domain("arrives_on", "!=", False)
        if operator == "in" and False in value:
            days = [day for day in value if day]
            undated = ~Domain("fmcg_shipment_ids", "any!", coming & dated)
            return undated | self._search_fmcg_arrives_on("in", days) if days else undated
        if operator not in ("in", "<", "<=", ">", ">="):
            return NotImplemented
        # Who may see the order may know when it comes, also where the parcel itself is not theirs to see.
        return Domain("fmcg_shipment_ids", "any!", coming & Domain("arrives_on", operator, value))
