from odoo import api, fields, models

from ..engine.intake import pinyin


class ResPartner(models.Model):
    _inherit = "res.partner"

    fmcg_outlet_class_id = fields.Many2one(
        "fmcg.outlet.class",
        string="Outlet Class",
        index="btree_not_null",
        help="What kind of place this is. Assortments, promotions and reports go by it.",
    )
    fmcg_route_id = fields.Many2one(
        "fmcg.route",
        string="Delivery Route",
        index="btree_not_null",
        ondelete="restrict",
        help="The tour that serves this customer: its weekdays, its cut-off and its warehouse.",
    )
    fmcg_delivery_days = fields.Char(related="fmcg_route_id.delivery_days", string="Delivery Days")
    fmcg_next_delivery_date = fields.Date(
        string="Next Delivery",
        compute="_compute_fmcg_next_delivery_date",
        compute_sudo=True,
        help="Day on which an order that comes in at this moment is delivered.",
    )
    fmcg_stop = fields.Integer(
        string="Stop",
        help="Its place on the route's tour, 1 for the first. Vans are loaded the other way round.",
    )
    fmcg_cut_off = fields.Float(
        string="Own Cut-off",
        help="Hour until which this customer must have ordered, instead of the route's. 00:00: the route's.",
    )
    fmcg_min_shelf_life_days = fields.Integer(
        string="Minimum Shelf Life",
        help="Days until expiry that goods must still have when they reach this customer. 0: no demand.",
    )
    fmcg_default_unit = fields.Selection(
        [("piece", "Piece"), ("inner", "Inner Pack"), ("case", "Case")],
        string="Usual Unit",
        help="What a bare number means when this customer writes one.",
    )
    fmcg_default_unit_name = fields.Char(
        string="Usual Unit's Name",
        help="The name of the usual unit where its kind is not enough: a customer who counts bags means no "
        "tins. Empty: whatever a product calls its unit of that kind.",
    )
    fmcg_day_first = fields.Boolean(
        string="Day Before Month", help="On: 03/04 in a message means the third of April."
    )
    fmcg_aliases = fields.Char(
        string="Called in Messages", help="Names by which a message may call this customer, split by |."
    )

    fmcg_sound = fields.Char(
        string="Pinyin",
        compute="_compute_fmcg_sound",
        store=True,
        help="What the Chinese signs of the name are typed as: their initials, and their spelling.",
    )

    _fmcg_min_shelf_life_positive = models.Constraint(
        "CHECK (fmcg_min_shelf_life_days >= 0)", "The minimum shelf life cannot be negative."
    )

    _fmcg_cut_off_in_day = models.Constraint(
        "CHECK (fmcg_cut_off >= 0 AND fmcg_cut_off < 24)",
        "The cut-off is an hour of the day, from 00:00 to 23:59.",
    )

    _fmcg_stop_positive = models.Constraint(
        "CHECK (fmcg_stop >= 0)", "The stop cannot be negative; 0 is a place that is not known."
    )

    @api.depends("fmcg_route_id.next_delivery_date", "fmcg_cut_off")
    def _compute_fmcg_next_delivery_date(self):
        now = fields.Datetime.now()
        for partner in self:
            route, own = partner.fmcg_route_id, partner.fmcg_cut_off
            partner.fmcg_next_delivery_date = route and route._timetable(own).first(now)

    @api.depends("name", "fmcg_aliases")
    def _compute_fmcg_sound(self):
        for partner in self:
            names = (partner.name or "", *(partner.fmcg_aliases or "").split("|"))
            partner.fmcg_sound = " ".join(dict.fromkeys(filter(None, map(pinyin.typed, names)))) or False
