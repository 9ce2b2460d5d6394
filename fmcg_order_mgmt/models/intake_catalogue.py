from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.intake.model import Product
from ..engine.intake.unit_names import named


class FmcgIntakeKnowledge(models.AbstractModel):
    """The products that are sold, and what they are called."""

    _inherit = "fmcg.intake.knowledge"

    def _own_domain(self):
        return Domain("company_id", "in", [False, self.env.company.id])

    @api.model
    def _sold_domain(self):
        """Return which products are ordered: goods, not services; what is not on stock may still come."""
        return self._own_domain() & Domain("sale_ok", "=", True) & Domain("type", "=", "consu")

    def _products(self, known, languages):
        """Return (stamp, product) by id, in a fixed number of queries.

        :param known: the same from before; products whose stamp is still that are not read again
        """
        packs = self._packs()
        stamps = {key: (*dates, packs.get(key, ())) for key, *dates in self._product_stamps()}
        changed = [key for key, stamp in stamps.items() if known.get(key, (None,))[0] != stamp]
        fresh = self._read_products(changed, packs, languages)
        return {key: (stamp, fresh[key] if key in fresh else known[key][1]) for key, stamp in stamps.items()}

    def _product_stamps(self):
        sold = self.env["product.product"]._search(self._sold_domain(), order="id")
        return self.env.execute_query(
            SQL(
                "SELECT p.id, p.write_date, t.write_date, c.write_date FROM product_product AS p"
                " JOIN product_template AS t ON t.id = p.product_tmpl_id"
                " LEFT JOIN product_category AS c ON c.id = t.categ_id WHERE p.id IN %s ORDER BY p.id",
                sold.subselect(),
            )
        )

    def _packs(self):
        """Return (unit, barcode) of each pack that has one of its own, by product."""
        found = {}
        for pack in self.env["product.uom"].search(self._own_domain(), order="id"):
            found.setdefault(pack.product_id.id, []).append((pack.uom_id.id, pack.barcode))
        return {key: tuple(packs) for key, packs in found.items()}

    def _read_products(self, keys, packs, languages):
        products = self.env["product.product"].browse(keys)
        names = [self._names(products.with_context(lang=code)) for code in languages]
        uoms = products.uom_id | products.uom_ids
        called = {uom: [] for uom in uoms}
        for code in languages:
            for uom in uoms.with_context(lang=code):
                called[uom].append(uom.name)
        return {
            product.id: self._product(product, names, called, packs.get(product.id, ()))
            for product in products
        }

    @staticmethod
    def _names(products):
        """Return the products' names by id, each with what tells it from the template's other variants."""
        return {
            product.id: " ".join(
                filter(
                    None,
                    (
                        product.name,
                        product.product_template_variant_value_ids._get_combination_name(),
                    ),
                )
            )
            for product in products
        }

    def _product(self, product, names, called, packs):
        base = product.uom_id
        sizes = {base: ((base.fmcg_kind or "piece"), Decimal(1))}
        for uom in product.uom_ids.sorted(lambda uom: (uom.factor, uom.id)):
            if uom.fmcg_kind:
                sizes.setdefault(uom, (uom.fmcg_kind, uom._fmcg_size(product)))
        units = {}
        for uom, (kind, size) in sizes.items():
            units.setdefault(kind, (uom.id, size))
        return Product(
            key=product.id,
            code=product.default_code or "",
            names=tuple(dict.fromkeys(by_id[product.id] for by_id in names)),
            spec=product.fmcg_spec or "",
            barcodes=(product.barcode,) if product.barcode else (),
            units=units,
            fraction=product.fmcg_fraction,
            category=product.categ_id.name or "",
            # Only a pack of the kind's own size: of two cases, the barcode of one does not mean the other.
            unit_barcodes={
                barcode: kind for key, barcode in packs for kind, unit in units.items() if unit[0] == key
            },
            named=named(
                (name, kind, uom.id, size) for uom, (kind, size) in sizes.items() for name in called[uom]
            ),
        )
