from odoo import models


class FmcgCounterOffer(models.Model):
    """What the order said before and after the answer, as people read it."""

    _inherit = "fmcg.counter.offer"

    def _changed_rows(self):
        """Return what changed: a row for each product, with what was ordered of it and what is now."""
        was = self._by_product([self.before])
        will = self._by_product(self.after)
        return [
            {
                "product": product,
                "was": " + ".join(was.get(product, ())) or "0",
                "will": " + ".join(will.get(product, ())),
                "goes": product not in will,
            }
            for product in was | will
            if was.get(product) != will.get(product)
        ]

    def _by_product(self, snapshots):
        """Return the quantities of each product in words, with its order where it is a second one."""
        found = {}
        for snapshot in snapshots:
            second = snapshot.get("order") not in (None, self.order_id.name)
            for line in snapshot["lines"]:
                words = f"{self.env['sale.order.line']._fmcg_number(line['quantity'])} {line['unit']}"
                words = f"{words} ({snapshot['order']})" if second else words
                found.setdefault(line["product"], []).append(words)
        return found
