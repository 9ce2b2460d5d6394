from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo import models
from odoo.fields import Command

from .remedies.replace import Replace
from .sale_order_line_split import DIGITS


class FmcgCounterOfferLine(models.Model):
    """What an option does to its order."""

    _inherit = "fmcg.counter.offer.line"

    def _told(self):
        return f"{self.title} → {self.text}"

    def _gone(self):
        """Return "gone" where the goods of these options are not there as they were offered, "" else.

        What the other lines of the order were promised is theirs, so two lines do not get the same goods.
        """
        facts, order = self.env["fmcg.counter.offer.facts"], self.offer_id.order_id.sudo()
        parts = {line.line_id.id: line.parts or () for line in self}
        look = facts._look(order)
        sold = look.shelves and self._sold_parts()
        for line in facts._wanting(order):
            if line.id not in parts:
                facts._promised(line, look)
            elif not sold or not self._take(line, parts[line.id], look):
                return "gone"
        return ""

    def _sold_parts(self):
        """Tell whether all goods that would come are still sold."""
        goods = {part["product"] for line in self for part in line.parts or ()}
        products = self.env["product.product"].sudo().browse(goods).exists()
        return len(products) == len(goods) and all(one.active and one.sale_ok for one in products)

    def _take(self, line, parts, look):
        """Take the goods of an option from the shelves; tell whether they were there, and can be in time."""
        terms, need = look.terms[line.order_id], line._fmcg_need(look.terms[line.order_id])
        for part in parts:
            day, key = date.fromisoformat(part["day"]), (part["warehouse"], part["product"])
            shelf = look.shelves.get(key)
            if day not in need.days:
                return False
            if shelf is not None:
                product = self.env["product.product"].sudo().browse(part["product"])
                judged = self.env["fmcg.review.facts"]._judged(product, terms.shelf_life_days)
                keeps = terms.shelf_life_days if judged else 0
                if shelf.take(part["quantity"], day, need.lead_days, keeps) > 0:
                    return False
        return True

    def _carry_out(self):
        """Do what these options of one order say; return the orders that this touched, the order first."""
        order = self.offer_id.order_id
        for line in self:
            line._replace()
            line._reduce()
        waits = [line.date for line in self if line.waits]
        if waits:
            order.commitment_date = order._fmcg_noon(max(waits))
        touched = order
        for (day, house), moves in sorted(self._moves(max(waits, default=None)).items()):
            touched |= self._move(order, day, house, moves)
        return touched

    # On the order ---------------------------------------------------------------------------------------

    def _replace(self):
        """Order the other product; what was given free is given free of it."""
        for part in self.parts or ():
            if part["product"] != self.ordered_id.id:
                product = self.env["product.product"].browse(part["product"])
                values = {"kind": "replace", "product": product.id, "instead": part["covers"]}
                more = {"discount": 100} if self.line_id.discount == 100 else {}
                Replace(self, values, {product.id: product}).put(
                    self.line_id.order_id, self.line_id, part["quantity"], more
                )

    def _reduce(self):
        """Leave on the line what still comes of its product, in the unit that was chosen."""
        stays = sum(part["quantity"] for part in self.parts or () if part["product"] == self.ordered_id.id)
        line, gone = self.line_id, round(Decimal(str(self.wanted - stays)), DIGITS)
        if self.kind == "pack":
            Replace(self, {}, {}).take(line, self.quantity, self.uom_id)
        elif gone:
            _moved, kept = line._fmcg_divided(gone)
            command = Command.update(line.id, kept) if kept else Command.delete(line.id)
            line.order_id.write({"order_line": [command]})

    # On a second order ------------------------------------------------------------------------------------

    def _moves(self, waits):
        """Return what leaves the order: base units by product id, by the day and warehouse it comes from."""
        moves, house = defaultdict(lambda: defaultdict(float)), self.offer_id.order_id.warehouse_id.id
        for line in self.filtered("line_id"):
            goes_on = max(filter(None, (line.first_on, waits)))
            for part in line.parts or ():
                day = max(date.fromisoformat(part["day"]), waits or date.min)
                own = part["product"] == line.ordered_id.id
                if own and (day > goes_on or part["warehouse"] != house):
                    moves[day, part["warehouse"]][part["product"]] += part["quantity"]
        return moves

    def _move(self, order, day, house, moves):
        """Take goods to a second order of a day and warehouse, or the order itself if nothing would stay."""
        moved = order._fmcg_split(dict(moves)) if order._fmcg_can_split(moves) else order
        later = day > max(self.mapped("first_on"))
        values = {"commitment_date": order._fmcg_noon(day)} if later else {}
        if house != moved.warehouse_id.id:
            values["warehouse_id"] = house
        moved.write(values)
        return moved
