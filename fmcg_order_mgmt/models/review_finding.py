from dataclasses import asdict

from odoo import api, fields, models

from ..engine.review.check import SEVERITIES


class FmcgReviewFinding(models.Model):
    _name = "fmcg.review.finding"
    _description = "Review Finding"
    _order = "weight desc, id"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    # The finding outlives its line: the next check finds it solved, and the counts of the order follow.
    line_id = fields.Many2one("sale.order.line", index="btree_not_null", ondelete="set null", readonly=True)
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
            "remedies": [self._kept_remedy(remedy) for remedy in found.remedies],
        }

    @api.model
    def _kept_remedy(self, remedy):
        """Return a remedy as JSON keeps it."""
        return asdict(remedy) | {"moves": [list(move) for move in remedy.moves]}

    def _update_finding(self, values):
        same = self.state != "solved" and self.figures == values["figures"]
        if not (same and self.severity == values["severity"]):
            state = self.state if same else "open"
            self.write(values | {"state": state})
        elif self.remedies != values["remedies"]:
            # Other ways out of the same: nobody has to decide anew.
            self.remedies = values["remedies"]
