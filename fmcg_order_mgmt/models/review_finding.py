from dataclasses import asdict

from odoo import api, fields, models
from odoo.tools import formatLang

from ..engine.review.check import SEVERITIES

MONEY = ("owed", "amount", "total", "limit", "excess")
QUANTITIES = ("wanted", "free", "missing")


class FmcgReviewFinding(models.Model):
    _name = "fmcg.review.finding"
    _description = "Review Finding"
    _order = "weight desc, id"
    _rec_name = "message"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    line_id = fields.Many2one("sale.order.line", index="btree_not_null", ondelete="cascade", readonly=True)
    product_id = fields.Many2one("product.product", index="btree_not_null", readonly=True)
    rule_id = fields.Many2one(
        "fmcg.review.rule", required=True, index=True, ondelete="cascade", readonly=True
    )
    code = fields.Char(required=True, readonly=True)
    subject = fields.Char(required=True, readonly=True, help="What the finding is about, within its order.")
    severity = fields.Selection(
        [("info", "Information"), ("warn", "Warning"), ("block", "Block")], required=True, readonly=True
    )
    weight = fields.Integer(compute="_compute_weight", store=True, aggregator=None)
    figures = fields.Json(readonly=True)
    remedies = fields.Json(readonly=True, help="What would settle it, the likeliest first.")
    message = fields.Char(compute="_compute_message")
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("solved", "Solved")],
        required=True,
        default="open",
        readonly=True,
        help="Accepted: the order was approved in spite of it. Solved: a later check did not find it again.",
    )

    _subject_uniq = models.UniqueIndex("(order_id, rule_id, code, subject)")

    @api.depends("severity")
    def _compute_weight(self):
        for finding in self:
            finding.weight = SEVERITIES.index(finding.severity)

    @api.depends("code", "figures", "product_id")
    @api.depends_context("lang")
    def _compute_message(self):
        texts = self._texts()
        for finding in self:
            text = texts.get(finding.code)
            finding.message = text % finding._shown_figures() if text else finding._plain_message()

    @api.model
    def _texts(self):
        """Return the sentence of each code that checks use; add those of a new check here."""
        return {
            "not_sold": self.env._("%(product)s is not for sale any more."),
            "words_no_product": self.env._(
                "The customer wrote “%(words)s”. It matches no product; the order lacks it."
            ),
            "words_left_out": self.env._("The customer wrote “%(words)s”. It was left out of the order."),
            "words_other_action": self.env._(
                "The customer wrote “%(words)s”. This is no plain line; see to it by hand."
            ),
            "stock_short": self.env._(
                "%(product)s: %(wanted)s %(unit)s ordered, %(free)s free, %(missing)s missing."
            ),
            "over_limit": self.env._(
                "The customer owes %(owed)s. With this order of %(amount)s it is %(total)s, "
                "%(excess)s over the limit of %(limit)s."
            ),
        }

    def _shown_figures(self):
        figures = dict(self.figures or {})
        currency = self.env["res.currency"].browse(figures.get("currency"))
        for key in figures.keys() & set(MONEY):
            figures[key] = formatLang(self.env, figures[key], currency_obj=currency)
        for key in figures.keys() & set(QUANTITIES):
            digits = 0 if float(figures[key]).is_integer() else 2
            figures[key] = formatLang(self.env, figures[key], digits=digits)
        return figures | {"product": self.product_id.display_name or ""}

    def _plain_message(self):
        figures = ", ".join(f"{key} {value}" for key, value in (self.figures or {}).items())
        return f"{self.rule_id.name}: {figures}" if figures else self.rule_id.name

    @api.model
    def _store(self, orders, results):
        """Bring the findings of orders up to date.

        What was accepted stays accepted as long as its figures are the same; what does not hold any more is
        solved; what changed, or came back, is open.

        :param orders: the orders that were checked
        :param results: the engine's findings by order id
        """
        old = {finding._key(): finding for finding in self.sudo().search([("order_id", "in", orders.ids)])}
        new = []
        for order in orders:
            for result in results[order.id]:
                values = self._prepare_finding(order, result)
                known = old.pop((order.id, values["rule_id"], values["code"], values["subject"]), None)
                if known:
                    known._update_finding(values)
                else:
                    new.append(values)
        gone = self.sudo().concat(*old.values()).filtered(lambda finding: finding.state != "solved")
        gone.state = "solved"
        self.sudo().create(new)

    def _key(self):
        return (self.order_id.id, self.rule_id.id, self.code, self.subject)

    @api.model
    def _prepare_finding(self, order, result):
        found = result.found
        return {
            "order_id": order.id,
            "rule_id": result.rule,
            "severity": result.severity,
            "code": found.code,
            "subject": found.subject,
            "line_id": found.line or False,
            "product_id": found.product or False,
            "figures": dict(found.figures),
            "remedies": [asdict(remedy) for remedy in found.remedies],
        }

    def _update_finding(self, values):
        same = self.state != "solved" and self.figures == values["figures"]
        if not (same and self.severity == values["severity"]):
            state = self.state if same else "open"
            self.write(values | {"state": state})
