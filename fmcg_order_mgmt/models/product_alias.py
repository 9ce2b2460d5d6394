from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .uom_uom import UNIT_KINDS


class FmcgProductAlias(models.Model):
    """What customers mean by their words: products, codes, units, names of shops; typed or learnt."""

    _name = "fmcg.product.alias"
    _description = "What Customers Call a Product"
    _order = "name, partner_id, id"
    _check_company_auto = True

    name = fields.Char(string="Word or Code")
    kind = fields.Selection(
        [
            ("word", "Word"),
            ("code", "Customer's item code"),
            ("unit", "Word for a unit"),
            ("usual_unit", "Unit of a bare number"),
            ("customer", "Name of the customer"),
        ],
        required=True,
        default="word",
    )
    product_id = fields.Many2one("product.product", index=True, ondelete="cascade")
    unit_kind = fields.Selection(UNIT_KINDS, string="Kind of Unit")
    partner_id = fields.Many2one(
        "res.partner",
        string="Only for",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: every customer.",
    )
    state = fields.Selection(
        [("used", "In Use"), ("conflict", "Conflict")],
        required=True,
        default="used",
        index=True,
        help="Conflict: the same was corrected to different things. It is not used until somebody decides.",
    )
    origin = fields.Selection(
        [
            ("typed", "Typed In"),
            ("correction", "Learnt from a Correction"),
            ("import", "Imported"),
            ("demo", "Demo Data"),
        ],
        required=True,
        readonly=True,
        default=lambda self: "import" if self.env.context.get("import_file") else "typed",
    )
    draft_line_id = fields.Many2one(
        "fmcg.order.draft.line",
        string="Learnt from",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
    )
    request_id = fields.Many2one(related="draft_line_id.request_id", string="Message")
    confirmed_by = fields.Many2one("res.users", default=lambda self: self.env.user)
    date = fields.Date(default=fields.Date.context_today)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    use_count = fields.Integer(
        string="Uses", compute="_compute_uses", help="Lines of orders that were read with this."
    )
    last_used = fields.Datetime(compute="_compute_uses")
    meaning = fields.Char(compute="_compute_meaning")

    # A conflict keeps both meanings until somebody decides; each of them once.
    _name_uniq = models.UniqueIndex(
        "(lower(name), kind, coalesce(partner_id, 0), coalesce(company_id, 0))"
        " WHERE active AND state = 'used' AND name IS NOT NULL",
        "This word is taken already for the same customer.",
    )
    _usual_unit_uniq = models.UniqueIndex(
        "(coalesce(product_id, 0), partner_id, coalesce(company_id, 0))"
        " WHERE active AND state = 'used' AND kind = 'usual_unit'",
        "This customer has a usual unit for the product already.",
    )
    _has_name = models.Constraint(
        "CHECK (name IS NOT NULL OR kind = 'usual_unit')", "Enter the word that the customer uses."
    )
    _has_product = models.Constraint(
        "CHECK (product_id IS NOT NULL OR kind NOT IN ('word', 'code'))",
        "Choose the product that is meant by the word.",
    )
    _has_unit = models.Constraint(
        "CHECK (unit_kind IS NOT NULL OR kind NOT IN ('unit', 'usual_unit'))",
        "Choose the kind of unit that is meant.",
    )
    _has_partner = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR kind IN ('word', 'code'))",
        "Choose the customer: units and names are always those of one.",
    )

    @api.depends("kind", "product_id", "unit_kind", "partner_id")
    @api.depends_context("lang")
    def _compute_meaning(self):
        units = dict(self._fields["unit_kind"]._description_selection(self.env))
        for alias in self:
            what = alias.partner_id if alias.kind == "customer" else alias.product_id
            parts = [what.display_name, units.get(alias.unit_kind)]
            alias.meaning = " · ".join(part for part in parts if part)

    def _compute_uses(self):
        lines = self.env["fmcg.order.draft.line"]
        self.use_count, self.last_used = 0, False
        for field in ("alias_id", "unit_alias_id"):
            found = lines._read_group([(field, "in", self.ids)], [field], ["__count", "write_date:max"])
            for alias, count, latest in found:
                alias.use_count += count
                alias.last_used = max(filter(None, (alias.last_used, latest)))

    @api.depends("name", "meaning")
    def _compute_display_name(self):
        for alias in self:
            alias.display_name = " → ".join(filter(None, [alias.name, alias.meaning]))

    def _rivals(self):
        """Return the other meanings of the same words for the same customer."""
        domain = Domain("kind", "in", self.mapped("kind"))
        domain &= Domain("company_id", "in", [False, *self.company_id.ids])
        domain &= Domain("partner_id", "in", [False, *self.partner_id.ids]) | Domain("kind", "=", "customer")
        keys = {alias._key() for alias in self}
        return self.search(domain).filtered(lambda alias: alias._key() in keys) - self

    def _key(self):
        """Return what can have one meaning only: a word of a customer; a name among all customers."""
        if self.kind == "usual_unit":
            return (self.kind, self.product_id.id, self.partner_id.id)
        owner = False if self.kind == "customer" else self.partner_id.id
        return (self.kind, (self.name or "").lower(), owner)

    def _meaning_key(self):
        """Return what tells two meanings of one key apart."""
        if self.kind == "customer":
            return self.partner_id.id
        return self.unit_kind or self.product_id.id

    def action_decide(self):
        """Settle conflicts: these meanings are used from now on, their rivals are archived.

        :raises UserError: two meanings of the same word were chosen
        """
        if len({alias._key() for alias in self}) < len(self):
            raise UserError(self.env._("Choose one meaning for each word."))
        self._rivals().action_archive()
        self.write({"state": "used", "confirmed_by": self.env.uid, "date": fields.Date.context_today(self)})
        return True

    def action_view_message(self):
        """Open the message that taught this."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "fmcg.order.request",
            "res_id": self.request_id.id,
            "view_mode": "form",
        }
