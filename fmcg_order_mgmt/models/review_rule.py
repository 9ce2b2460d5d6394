import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from ..engine.review.check import CHECKS, Rule, run

LIMITS = ("order_type_ids", "channel_ids", "company_id")


class FmcgReviewRule(models.Model):
    _name = "fmcg.review.rule"
    _description = "Review Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        string="Check",
        required=True,
        default="domain",
        help="Names the check. “domain” is a rule of your own.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    severity = fields.Selection(
        [("info", "Information"), ("warn", "Warning"), ("block", "Block")],
        required=True,
        default="warn",
        help="A block needs a reason to be approved; a warning keeps the order from approving itself.",
    )
    parameters = fields.Text(default="{}", help='In JSON, such as {"tolerance_percent": 5}.')
    known_parameters = fields.Char(compute="_compute_known_parameters")
    description = fields.Text(translate=True)
    order_type_ids = fields.Many2many(
        "fmcg.order.type", string="Order Types", help="The rule is for orders of these types. Empty: for all."
    )
    channel_ids = fields.Many2many(
        "fmcg.order.channel",
        string="Channels",
        help="The rule is for orders of these channels. Empty: for all.",
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="The rule is for orders of this company. Empty: for all."
    )

    @api.constrains("code", "active", *LIMITS)
    def _check_one_rule_an_order(self):
        """Refuse two rules of one check for the same orders: each would find the same."""
        single = self.filtered(
            lambda rule: rule.active and rule.code in CHECKS and not CHECKS[rule.code].repeats
        )
        others = self.sudo().search([("code", "in", single.mapped("code"))]).grouped("code")
        for rule in single:
            for other in others[rule.code] - rule:
                if rule._meets(other):
                    raise ValidationError(
                        self.env._(
                            "%(rule)s and %(other)s are the same check for the same orders. Limit them to "
                            "other order types, channels or companies.",
                            rule=rule.name,
                            other=other.name,
                        )
                    )

    def _meets(self, other):
        """Tell whether there may be an order that both rules are for."""
        return all(not self[name] or not other[name] or self[name] & other[name] for name in LIMITS)

    @api.depends("code")
    def _compute_known_parameters(self):
        for rule in self:
            defaults = CHECKS[rule.code].defaults if rule.code in CHECKS else {}
            rule.known_parameters = ", ".join(f"{name} ({value:g})" for name, value in defaults.items())

    @api.constrains("code")
    def _check_code(self):
        for rule in self.filtered(lambda rule: rule.code not in CHECKS):
            raise ValidationError(
                self.env._(
                    "No check is called %(code)s. There are: %(names)s.",
                    code=rule.code,
                    names=", ".join(sorted(CHECKS)),
                )
            )

    @api.constrains("code", "parameters")
    def _check_parameters(self):
        for rule in self.filtered(lambda rule: not rule._parameters_fit()):
            raise ValidationError(
                self.env._(
                    "The parameters of %(rule)s must be numbers, not negative, with these names: %(names)s.",
                    rule=rule.name,
                    names=rule.known_parameters or self.env._("none"),
                )
            )

    def _parameters_fit(self):
        if self.code not in CHECKS:
            return True
        try:
            values = json.loads(self.parameters or "{}")
        except ValueError:
            return False
        return (
            isinstance(values, dict)
            and not values.keys() - CHECKS[self.code].defaults.keys()
            and all(type(value) in (int, float) and 0 <= value < float("inf") for value in values.values())
        )

    @api.model
    def _check_orders(self, orders):
        """Run all active rules on orders and store what they find."""
        rules = self.sudo().search([("active", "=", True)])
        facts = self.env["fmcg.review.facts"]._build(orders)
        self.env["fmcg.review.finding"]._store(orders, run(facts, [rule._engine_rule() for rule in rules]))

    def _engine_rule(self):
        return Rule(
            self.id,
            self.code,
            self.severity,
            json.loads(self.parameters or "{}"),
            order_types=frozenset(self.order_type_ids.ids),
            channels=frozenset(self.channel_ids.ids),
            company=self.company_id.id or None,
        )
