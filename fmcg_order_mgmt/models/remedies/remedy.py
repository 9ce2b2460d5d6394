"""What every remedy of a finding can do: say what it does, and do it."""

KINDS: dict[str, type["RemedyKind"]] = {}


class RemedyKind:
    """A remedy as ``engine.review.check.Remedy`` describes it, with the words of its button and its effect.

    A subclass is known by its ``kinds`` from its definition on; this one stands for those that nobody knows.
    """

    kinds = ()
    # Whether the order screen can do it on a cart, which is no order yet.
    in_cart = True
    # Why goods that are short are not sold where this is done, "" where they are all the same.
    lost_cause = ""

    def __init_subclass__(cls):
        KINDS.update(dict.fromkeys(cls.kinds, cls))

    def __init__(self, finding, values, goods):
        """Take a finding, one of its remedies as it is kept, and the products that remedies name, by id."""
        self.finding = finding
        self.values = values
        self.goods = goods
        self.env = finding.env

    def label(self):
        """Return the words of its button, "" where it cannot be done."""
        return ""

    def told(self):
        """Return what a screen needs that does it by itself."""
        return self.values | {"label": self.label()}

    def fits(self, order):
        """Tell whether the order is still what the remedy was found for."""
        return True

    def apply(self, order):
        """Do it; return the orders that it touched, on which the checks are to run again."""
        raise NotImplementedError

    def done(self, orders):
        """Return what to tell of the orders that it touched beside what they say themselves."""
        return ""

    def kept(self, ordered):
        """Return how many base units of what was ordered stay ordered."""
        return 0.0

    def lost(self, order):
        """Return the values of the lost demand, before it is done: of what is short and given up by it."""
        lines = self.lines(order)
        ordered = sum(line._fmcg_content_line().base_quantity for line in lines)
        given_up = round(ordered - self.kept(ordered), 6)
        if not self.lost_cause or self.finding.code != "stock_short" or given_up <= 0:
            return []
        instead = self.values.get("product")
        return [self.env["fmcg.lost.demand"]._prepare(lines[0], given_up, self.lost_cause, instead)]

    def lines(self, order):
        """Return the lines of what was ordered of the finding's product."""
        return order._fmcg_goods_lines().filtered(lambda line: line.product_id == self.finding.product_id)

    def take(self, line, quantity, unit):
        """Order this much on a line; in another unit it has the price of the price list again."""
        changed = line.product_uom_id != unit
        line.write({"product_uom_qty": quantity, "product_uom_id": unit.id})
        if changed:
            line.with_context(force_price_recomputation=True)._compute_price_unit()

    def number(self, quantity):
        """Return a quantity as people write it."""
        return self.env["sale.order.line"]._fmcg_number(quantity)
