from odoo import fields, models


class FmcgProductAlias(models.Model):
    _name = "fmcg.product.alias"
    _description = "What Customers Call a Product"
    _order = "name, partner_id, id"
    _check_company_auto = True

    name = fields.Char(string="Word or Code", required=True)
    kind = fields.Selection(
        [("word", "Word"), ("code", "Customer's item code")], required=True, default="word"
    )
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Only for",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: every customer.",
    )
    confirmed_by = fields.Many2one("res.users", default=lambda self: self.env.user)
    date = fields.Date(default=fields.Date.context_today)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")

    _name_uniq = models.UniqueIndex(
        "(lower(name), kind, coalesce(partner_id, 0), coalesce(company_id, 0)) WHERE active",
        "This word is taken already for the same customer.",
    )
