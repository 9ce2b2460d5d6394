from odoo import api, models

from .order_draft_target import CHANGEABLE

# A tag may stand on half the catalogue; nobody reads more names than these.
MOST_CHOICES = 50


class FmcgOrderScreen(models.AbstractModel):
    """An order told to the screen: what its lines cost, what comes free, and what the checks say."""

    _inherit = "fmcg.order.screen"

    @api.model
    def _quoted(self, order):
        rewards, promises = order.order_line.filtered("is_reward_line"), self._promises(order)
        return {
            "currency": self._currency(order.currency_id),
            "untaxed": order.amount_untaxed,
            "tax": order.amount_tax,
            "total": order.amount_total,
            "lines": [
                self._line_told(line) | {"promise": self._promise_told(promises.get(line)) or None}
                for line in order._fmcg_goods_lines()
            ],
            "promise": self.env["fmcg.promise"].concat(*promises.values())._words() or "",
            "rewards": [self._reward_told(line) for line in rewards],
            "findings": self._findings(order),
            "ahead": order._fmcg_promotions_ahead() if order.state in ("draft", "sent") else [],
        }

    @api.model
    def _line_told(self, line):
        return {
            "product": line.product_id.id,
            "unit": line.product_uom_id.id,
            "quantity": line.product_uom_qty,
            "price": line.price_unit,
            "discount": line.discount,
            "subtotal": line.price_subtotal,
        }

    @api.model
    def _reward_told(self, line):
        free = line.reward_id.reward_type == "product"
        return {
            "name": line.product_id.display_name if free else line.name,
            "program": line.reward_id.program_id.id,
            "quantity": line.product_uom_qty if free else 0,
            "unit": line.product_uom_id.name if free else "",
            "amount": line.price_subtotal,
            "reward": line.reward_id.id,
            "product": line.product_id.id,
            "choices": self._gift_choices(line) if free else [],
            "instead": self._reward_choices(line),
        }

    @api.model
    def _can_choose(self, order):
        return order.state in ("draft", "sent") and order.fmcg_channel_id.claims_promotions

    @api.model
    def _reward_choices(self, line):
        """Return the rewards that may be had of the same promotion, its own among them; [] for no choice.

        A reward may need several lines, of which the first one tells it.
        """
        order = line.order_id
        first = order.order_line.filtered(lambda each: each.coupon_id == line.coupon_id)[:1]
        if line != first or not self._can_choose(order):
            return []
        offered = order._fmcg_open_rewards(line.coupon_id)[:MOST_CHOICES]
        told = [{"reward": reward.id, "name": reward.description or ""} for reward in offered]
        return told if len(told) > 1 else []

    @api.model
    def _gift_choices(self, line):
        """Return the products that may be had instead of a free one, that itself among them; [] for none."""
        reward, order = line.reward_id, line.order_id
        if not self._can_choose(order) or not reward.multi_product:
            return []
        offered = reward.reward_product_ids[:MOST_CHOICES] | line.product_id
        return [{"product": product.id, "name": product.display_name} for product in offered]

    @api.model
    def _findings(self, order):
        """Return what the checks found, the worst first, with what would settle it."""
        found = order.sudo().fmcg_finding_ids.filtered(lambda finding: finding.state == "open")
        found = found.sorted(lambda finding: (-finding.weight, finding.id))
        instead = self._instead(found)
        return [
            {
                "severity": finding.severity,
                "message": finding.message,
                "product": finding.product_id.id or None,
                "remedies": self._carried_out(remedies) + instead.get(finding, []),
            }
            for finding, remedies in found._remedies().items()
        ]

    @api.model
    def _carried_out(self, remedies):
        """Return the remedies that the screen can do on a cart, each with the words of its button."""
        told = [remedy.told() for remedy in remedies if remedy.in_cart]
        return [remedy for remedy in told if remedy["label"]]

    @api.model
    def _instead(self, findings):
        """Return for what was ordered already the remedy to change that order, where it can be changed."""
        keys = {f: f.figures["order_key"] for f in findings if f.code == "duplicate_order"}
        domain = [("id", "in", list(keys.values())), ("fmcg_stage", "in", CHANGEABLE)]
        orders = self.env["sale.order"].search(domain) if keys else ()
        told = {
            order.id: [
                {"kind": "open", "order": order.id, "label": self.env._("Change %s instead", order.name)}
            ]
            for order in orders
        }
        return {finding: told.get(key, []) for finding, key in keys.items()}
