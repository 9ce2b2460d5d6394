from odoo import fields, models

from .uom_uom import UNIT_KINDS


class FmcgUnitWord(models.Model):
    _name = "fmcg.unit.word"
    _description = "Word for a Unit"
    _order = "lang, kind, name"

    name = fields.Char(string="Word", required=True)
    kind = fields.Selection(UNIT_KINDS, required=True)
    lang = fields.Char(string="Language", required=True, default="en", help="Short code, such as zh or en.")

    _name_uniq = models.UniqueIndex("(lower(name))", "This word stands for a unit already.")
