import io
import re

import xlsxwriter

from odoo import api, models

from ..engine.pick_list import Goods, Pick, count_out, walk
from .pick_list_writer import PickListWriter

MOST_WAVES = 100


class FmcgPickList(models.AbstractModel):
    """What a wave takes from the shelves, in the order in which one walks past them.

    Everything is read with full rights: who may read a wave may see its goods and for whom they are.
    """

    _name = "fmcg.pick.list"
    _description = "Pick List"

    @api.model
    def _values(self, wave):
        """Return what the list of a wave shows: deliveries, places with their rows, what is missing, sums."""
        pickings = self._deliveries(wave)
        numbers = {picking.id: number for number, picking in enumerate(pickings, 1)}
        goods = self._goods(pickings.move_ids)
        rows = walk(self._picks(pickings, goods, numbers))
        places = {}
        for row in rows:
            places.setdefault(row.place, []).append(self._row(row))
        return {
            "wave": wave,
            "deliveries": [self._delivery(picking, goods, numbers[picking.id]) for picking in pickings],
            "places": list(places.items()),
            "missing": self._missing(pickings, goods, numbers),
            "sums": self._sums([(row.goods, row.quantity) for row in rows]),
        }

    @api.model
    def _deliveries(self, wave):
        """Return the deliveries of a wave by their stops."""
        pickings = wave.sudo().picking_ids.filtered(lambda picking: picking.state != "cancel")
        return pickings.sorted(lambda picking: (picking.batch_sequence, picking.id))

    @api.model
    def _goods(self, moves):
        """Return the engine's goods of moves by product id, with the case in which they were ordered."""
        return {
            product.id: Goods(product.id, product.display_name, self._case(product, some))
            for product, some in moves.grouped("product_id").items()
        }

    @api.model
    def _case(self, product, moves):
        """Return how many of its own units a case of the product holds, 0 for no case."""
        if product.uom_id.fmcg_kind == "case":
            return 1.0
        ordered = moves.sale_line_id.product_uom_id
        for units in (ordered, product.uom_ids):
            cases = units.filtered(lambda unit: unit.fmcg_kind == "case" and unit != product.uom_id)
            if cases:
                return float(max(unit._fmcg_size(product) for unit in cases))
        return 0.0

    @api.model
    def _picks(self, pickings, goods, numbers):
        return [
            Pick(
                place=self._place(line.location_id),
                goods=goods[line.product_id.id],
                delivery=numbers[line.picking_id.id],
                quantity=line.quantity_product_uom,
                lot=line.lot_id.name or line.lot_name or "",
                expires=line.lot_id.expiration_date and line.lot_id.expiration_date.date() or None,
            )
            for line in pickings.move_line_ids
            if line.product_id.id in goods
        ]

    @api.model
    def _place(self, location):
        """Return where goods stand, without the name of the warehouse in front."""
        root = location.warehouse_id.view_location_id.complete_name
        return location.complete_name.removeprefix(f"{root}/")

    @api.model
    def _row(self, row):
        product = self.env["product.product"].sudo().browse(row.goods.key)
        return {
            "name": row.goods.name,
            "barcode": product.barcode or "",
            "lot": row.lot,
            "expires": row.expires,
            "case": row.goods.case,
            "unit": product.uom_id.name,
            "quantity": row.quantity,
            "shares": dict(row.shares),
            "split": [(number, self._words(row.goods, quantity)) for number, quantity in row.shares.items()],
        } | self._counted(row.goods, row.quantity)

    @api.model
    def _counted(self, goods, quantity):
        """Return a quantity as cases and loose units, as figures and as text for the columns of a list."""
        cases, loose = count_out(quantity, goods.case)
        number = self.env["sale.order.line"]._fmcg_number
        return {
            "case_count": cases,
            "loose_count": loose,
            "cases": number(cases) if cases else "",
            "pieces": self._loose(goods, loose) if loose else "",
        }

    @api.model
    def _loose(self, goods, quantity):
        """Return loose units as text: the unit is named where it is no piece."""
        unit = self.env["product.product"].sudo().browse(goods.key).uom_id
        number = self.env["sale.order.line"]._fmcg_number(quantity)
        return number if unit.fmcg_kind == "piece" else f"{number} {unit.name}"

    @api.model
    def _words(self, goods, quantity):
        """Return a quantity in short, such as "2 cs 6 pc"."""
        counted = self._counted(goods, quantity)
        unit = self.env["product.product"].sudo().browse(goods.key).uom_id
        words = [self.env._("%s cs", counted["cases"])] if counted["cases"] else []
        if counted["pieces"]:
            piece = unit.fmcg_kind == "piece"
            words.append(self.env._("%s pc", counted["pieces"]) if piece else counted["pieces"])
        return " ".join(words)

    @api.model
    def _delivery(self, picking, goods, number):
        taken = [
            (goods[line.product_id.id], line.quantity_product_uom)
            for line in picking.move_line_ids
            if line.product_id.id in goods
        ]
        address = self._address(picking)
        return {
            "number": number,
            "name": picking.name,
            "customer": address.display_name,
            "city": address.city or "",
            "order": picking.sale_id.name or picking.origin or "",
            "note": picking.sale_id.fmcg_note or "",
        } | self._sums(taken)

    @api.model
    def _address(self, picking):
        return picking.sale_id.partner_shipping_id or picking.partner_id

    @api.model
    def _missing(self, pickings, goods, numbers):
        """Return what is ordered and was not reserved, by product, with the deliveries that lack it."""
        lacking = {}
        for move in pickings.move_ids:
            short = move.product_qty - move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, round=False
            )
            if move.state not in ("done", "cancel", "draft") and move.product_id.uom_id.compare(short, 0) > 0:
                shares = lacking.setdefault(move.product_id, {})
                number = numbers[move.picking_id.id]
                shares[number] = shares.get(number, 0.0) + short
        return [
            {
                "name": product.display_name,
                "words": self._words(goods[product.id], sum(shares.values())),
                "split": [
                    (number, self._words(goods[product.id], short)) for number, short in shares.items()
                ],
            }
            for product, shares in lacking.items()
        ]

    @api.model
    def _sums(self, taken):
        """Return cases, pieces, weight and volume of goods, pairs of the engine's goods and a quantity.

        Loose goods that are counted otherwise, such as by weight, are in no sum of pieces.
        """
        products = self.env["product.product"].sudo()
        sums = {"case_sum": 0, "piece_sum": 0.0, "weight": 0.0, "volume": 0.0}
        for goods, quantity in taken:
            product, (cases, loose) = products.browse(goods.key), count_out(quantity, goods.case)
            sums["case_sum"] += cases
            sums["piece_sum"] += loose if product.uom_id.fmcg_kind == "piece" else 0
            sums["weight"] += product.weight * quantity
            sums["volume"] += product.volume * quantity
        return sums

    @api.model
    def _file(self, waves):
        """Return a workbook of the pick lists of waves, a sheet for each: its name and content."""
        content = io.BytesIO()
        # Texts stay texts: a name that begins with = is no formula, one with @ no link.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(content, options) as book:
            writer = PickListWriter(book, self._texts())
            for wave in waves:
                writer.fill(self._sheet_name(wave, writer.names), self._values(wave))
        name = waves.name if len(waves) == 1 else self.env._("Pick Lists")
        return re.sub(r"[^\w .()-]", "_", name) + ".xlsx", content.getvalue()

    @api.model
    def _sheet_name(self, wave, taken):
        """Return what a workbook takes for the name of a sheet: short, and once."""
        name = re.sub(r"[\[\]:*?/\\']", "-", wave.name)[-31:]
        return name if name.lower() not in taken else f"{name[-24:]}-{len(taken)}"

    @api.model
    def _texts(self):
        return {
            "place": self.env._("Place"),
            "product": self.env._("Product"),
            "barcode": self.env._("Barcode"),
            "lot": self.env._("Lot"),
            "expires": self.env._("Expires"),
            "cases": self.env._("Cases"),
            "case": self.env._("Per Case"),
            "pieces": self.env._("Loose"),
            "total": self.env._("Total"),
            "unit": self.env._("Unit"),
            "sum": self.env._("Sum"),
            "missing": self.env._("Not in stock"),
            "day": self.env._("Delivery Day"),
            "route": self.env._("Route"),
        }
