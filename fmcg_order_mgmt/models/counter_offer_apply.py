from odoo import fields, models
from odoo.tools import plaintext2html


class FmcgCounterOffer(models.Model):
    """What was chosen changes the order, by the same means as the remedies of the review."""

    _inherit = "fmcg.counter.offer"

    def _apply(self, chosen, by):
        """Change the order as chosen, keep both versions and what is not sold now, and review it again.

        :param by: "customer" or "team"
        """
        order, before = self.order_id, self.order_id._fmcg_snapshot()
        told = [line._told() for line in chosen]
        lost = [line._prepare_lost(by) for line in chosen]
        touched = chosen._carry_out()
        if not order._fmcg_goods_lines():
            # Else the cancellation would count as lost what was just declined.
            order.sudo()._fmcg_write_changed({"fmcg_short_count": 0, "fmcg_short_value": 0})
            order._fmcg_cancel()
        self.env["fmcg.lost.demand"].sudo()._record([values for found in lost for values in found])
        touched.action_fmcg_review()
        self._keep_answer(chosen, by, before, touched)
        self._tell(told, by, touched - order)

    def _keep_answer(self, chosen, by, before, touched):
        (self.line_ids - chosen).sudo().chosen = False
        chosen.sudo().chosen = True
        self.sudo().write(
            {
                "state": "answered",
                "answered_at": fields.Datetime.now(),
                "answered_by": by,
                "answered_user_id": by == "team" and self.env.uid,
                "before": before,
                "after": [{"order": each.name} | each._fmcg_snapshot() for each in touched],
            }
        )

    def _tell(self, told, by, others):
        """Note on the order what was chosen; a customer's answer is told to the salesperson."""
        words = {
            "customer": self.env._("The customer answered the counter-offer:"),
            "team": self.env._("Chosen for what is short:"),
        }[by]
        if others:
            told = [*told, self.env._("Second order: %s", ", ".join(others.mapped("name")))]
        body = plaintext2html("\n".join((words, *told)))
        order = self.order_id
        if by == "customer":
            order.message_post(body=body, partner_ids=order._fmcg_owner().partner_id.ids)
        else:
            order._message_log(body=body)
