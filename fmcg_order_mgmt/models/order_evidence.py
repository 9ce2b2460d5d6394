from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..engine.review.order_type import Sign


class FmcgOrderEvidence(models.AbstractModel):
    """Gathers what says promotion in orders, for any number of them with the same number of queries."""

    _name = "fmcg.order.evidence"
    _description = "Evidence for the Order Type"

    @api.model
    def _signs(self, orders):
        """Return the engine's signs, a list by order. Read with full rights: no type depends on who asks."""
        asked, found = orders.sudo(), defaultdict(list)
        for gather in (self._rewards, self._free_goods, self._prices, self._programs):
            for line, sign in gather(asked.order_line):
                found[line.order_id.id].append(sign)
        for order in asked:
            if order.campaign_id:
                found[order.id].append(Sign("campaign", order.campaign_id.name))
        for draft_line in self._claims(asked):
            found[draft_line.draft_id.sale_order_id.id].append(Sign("words", draft_line.source_text or ""))
        return {order: found[order.id] for order in orders}

    @api.model
    def _sign(self, kind, name, line):
        return line, Sign(kind, name, line._fmcg_list_value(), line.id)

    @api.model
    def _rewards(self, lines):
        """Yield what promotions put on the order themselves."""
        for line in lines.filtered("is_reward_line"):
            yield self._sign("reward", line.reward_id.program_id.name or line.name, line)

    @api.model
    def _free_goods(self, lines):
        """Yield goods that a person gives for nothing."""
        for line in lines.filtered(lambda x: x.product_id and x.discount >= 100 and not x.is_reward_line):
            yield self._sign("free", line.product_id.display_name, line)

    @api.model
    def _programs(self, lines):
        """Yield goods that earned one of the order's rewards, where it is not for just anything."""
        rules = lines.reward_id.program_id.rule_ids.filtered(
            lambda rule: rule.product_ids or rule.product_category_id or rule.product_tag_id
        )
        if not rules:
            return
        goods = lines.filtered(lambda line: line.product_id and not line.is_reward_line)
        valid = rules.program_id._get_valid_products(goods.product_id)
        for line in goods:
            for program in line.order_id.order_line.reward_id.program_id:
                if any(line.product_id in valid.get(rule, ()) for rule in program.rule_ids & rules):
                    yield self._sign("program", program.name, line)

    @api.model
    def _prices(self, lines):
        """Yield goods whose price comes from a rule of their price list that is a promotion."""
        goods = lines.filtered(lambda line: line.product_id and not line.is_reward_line)
        rules = self._price_rules(goods)
        if not any(rule.fmcg_is_promotion for rule in rules):
            return
        for line in goods:
            rule = self._price_rule(line, rules)
            if rule.fmcg_is_promotion:
                yield self._sign("price", rule.fmcg_promotion_name or rule.pricelist_id.name, line)

    @api.model
    def _price_rules(self, lines):
        """Return the rules that any of these lines may have its price from, in core's order."""
        rules = self.env["product.pricelist.item"]
        return rules._fmcg_of(lines.order_id.pricelist_id, lines.product_id)

    @api.model
    def _price_rule(self, line, rules):
        order, quantity = line.order_id, line._fmcg_content_line().base_quantity
        return rules._fmcg_fitting(order.pricelist_id, line.product_id, quantity, order.date_order)

    @api.model
    def _claims(self, orders):
        """Return the lines of messages in which customers speak of goods for nothing."""
        lines = self.env["fmcg.order.draft.line"].sudo()
        # Orders that are just being made have none, which the cache knows.
        drafts = orders.fmcg_draft_ids
        domain = Domain("draft_id", "in", drafts.ids) & Domain("action", "=", "free")
        return lines.search(domain) if drafts else lines
