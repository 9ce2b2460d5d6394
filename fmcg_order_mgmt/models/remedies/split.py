from .remedy import RemedyKind

# So many goods are named; of more only the number is.
MOST_NAMED = 2


class Split(RemedyKind):
    """Take some goods to a second order, so that the rest can go now."""

    kinds = ("split",)
    in_cart = False

    def label(self):
        if self.finding.order_id._fmcg_accepted_words():
            return ""
        named = [self._named(product, quantity) for product, quantity in self.values["moves"][:MOST_NAMED]]
        more = len(self.values["moves"]) - len(named)
        if more:
            named.append(self.env._("%s more", more))
        return self.env._("Move to a second order: %s", ", ".join(filter(None, named)))

    def _named(self, product_id, quantity):
        product = self.goods.get(product_id)
        if not product:
            return ""
        lines = self.finding.order_id._fmcg_goods_lines().filtered(lambda line: line.product_id == product)
        number, unit = lines[:1].product_uom_id._fmcg_amount(product, quantity)
        return f"{self.number(number)} {unit.name} {product.display_name}"

    def fits(self, order):
        return order._fmcg_can_split(dict(self.values["moves"]))

    def apply(self, order):
        return order | order._fmcg_split(dict(self.values["moves"]))

    def done(self, orders):
        return self.env._("The rest is on %s, which waits for a decision of its own.", orders[1].name)
