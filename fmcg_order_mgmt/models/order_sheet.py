import datetime as dt
import io
import re
import zipfile

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.intake import order_sheet, units
from ..engine.intake.codes import is_gtin
from .order_sheet_writer import SheetWriter

USUAL_DAYS = 365
BEST_DAYS = 90
MOST_SHEETS = 300
MOST_PRODUCTS = 500
BEST = 50


class FmcgOrderSheet(models.AbstractModel):
    """The standard order sheet: a workbook for each customer that comes back without questions."""

    _name = "fmcg.order.sheet"
    _description = "Order Sheet"

    @api.model
    def _files(self, partners):
        """Return the sheets of customers as a list of (file name, content), each with its usual products.

        :raises UserError: more customers than one file can take
        """
        self._check_count(partners)
        products, prices = self._usual(partners), {}
        everything = self.env["product.product"].union(*products.values())
        known = {word.name.lower(): word.kind for word in self.env["fmcg.unit.word"].search([])}
        own = self._known_words(partners)
        files = []
        for partner in partners:
            words = units.words(known | own["unit_words"].get(partner.id, {}))
            codes = self._own_codes(partner, own)
            usual = own["product_units"].get(partner.id, {})
            rows = self._rows(partner, products[partner], words, codes, usual, prices, everything)
            files.append((self._file_name(partner), self._workbook(partner, rows)))
        return files

    @api.model
    def _known_words(self, partners):
        """Return what was learnt or typed in of these customers and their chains."""
        domain = Domain("partner_id", "in", self._chains(partners).ids)
        domain &= Domain("company_id", "in", [False, self.env.company.id])
        return self.env["fmcg.product.alias"].sudo()._in_use(domain)

    @api.model
    def _check_count(self, partners):
        if len(partners) > MOST_SHEETS:
            raise UserError(
                self.env._(
                    "%(count)s customers are too many for one file. Choose at most %(most)s.",
                    count=len(partners),
                    most=MOST_SHEETS,
                )
            )

    @api.model
    def _zip(self, files):
        """Return files of (name, content) packed into one; a name that comes twice is numbered."""
        packed, names = io.BytesIO(), set()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                stem, number = name.removesuffix(".xlsx"), 1
                while name in names:
                    number += 1
                    name = f"{stem} ({number}).xlsx"
                names.add(name)
                archive.writestr(name, content)
        return packed.getvalue()

    @api.model
    def _file_name(self, partner):
        words = " ".join(filter(None, (partner.ref, partner.name)))
        stem = re.sub(r"[^\w .()-]", "_", words).strip(". ")
        return f"{stem or partner.id}.xlsx"

    @api.model
    def _chains(self, partners):
        chains = partners
        while partners.parent_id - chains:
            partners = partners.parent_id
            chains |= partners
        return chains

    @api.model
    def _own_codes(self, partner, own):
        """Return the customer's item codes by product; a branch writes those of its chain.

        A code that was learnt stands where the list has none, unless it is a barcode: that has its column.
        """
        learnt = own["learnt"].get(partner.id, {})
        while partner.parent_id and partner.id not in own["codes"]:
            partner = partner.parent_id
        found = {product: code for code, product in learnt.items() if not is_gtin(code)}
        return found | {product: code for code, product in own["codes"].get(partner.id, {}).items()}

    @api.model
    def _usual(self, partners):
        """Return what each customer bought within a year, else what sells best, by customer."""
        since = fields.Datetime.now() - dt.timedelta(days=USUAL_DAYS)
        domain = self._bought(since) & Domain("order_partner_id", "in", partners.ids)
        lines = self.env["sale.order.line"].sudo()
        found = lines._read_group(domain, ["order_partner_id", "product_id"], order="__count desc")
        bought = dict.fromkeys(partners, self.env["product.product"])
        for partner, product in found:
            bought[partner] |= product.sudo(False)
        best = None if all(bought.values()) else self._best_sellers()
        return {
            partner: (self._sold(products) or best)[:MOST_PRODUCTS].sorted(
                lambda product: (
                    product.categ_id.complete_name or "",
                    product.default_code or "",
                    product.name,
                )
            )
            for partner, products in bought.items()
        }

    @api.model
    def _bought(self, since):
        return (
            Domain("company_id", "=", self.env.company.id)
            & Domain("state", "!=", "cancel")
            & Domain("order_id.date_order", ">=", since)
            & Domain("product_id", "!=", False)
            & Domain("display_type", "=", False)
        )

    @api.model
    def _sold(self, products):
        """Return the products that can be ordered: what the readers know."""
        return products.filtered(
            lambda product: product.active and product.sale_ok and product.type == "consu"
        )

    @api.model
    def _best_sellers(self):
        """Return the goods for a customer without a history."""
        since = fields.Datetime.now() - dt.timedelta(days=BEST_DAYS)
        lines = self.env["sale.order.line"].sudo()
        found = lines._read_group(self._bought(since), ["product_id"], order="__count desc", limit=BEST)
        products = self._sold(
            self.env["product.product"].union(*(product.sudo(False) for (product,) in found))
        )
        if products:
            return products
        domain = [("sale_ok", "=", True), ("type", "=", "consu")]
        domain += [("company_id", "in", [False, self.env.company.id])]
        return products.search(domain, limit=BEST)

    @api.model
    def _rows(self, partner, products, words, codes, usual, prices, everything):
        """Return the rows of a customer's sheet, a dict for each product."""
        language = partner.lang or self.env.lang or "en"
        pricelist = partner.property_product_pricelist
        rows = []
        for product in products.with_context(lang=language):
            choice = self._units(product, language, words)
            if not choice:
                continue
            price_of = {
                word: self._price(prices, pricelist, uom, product, everything) for word, uom in choice.items()
            }
            rows.append(
                {
                    "code": codes.get(product.id) or product.default_code or "",
                    "barcode": product.barcode or "",
                    "product": product.name,
                    "spec": self._pack(product, choice),
                    "units": list(choice),
                    "unit": self._default_unit(partner, usual.get(product.id) or usual.get(None), choice),
                    "prices": price_of,
                }
            )
        return rows

    @api.model
    def _units(self, product, language, words):
        """Return the units that the customer can write for a product by word: one of each kind."""
        kinds = {product.uom_id.fmcg_kind or "piece": product.uom_id}
        for uom in product.uom_ids:
            if uom.fmcg_kind:
                kinds.setdefault(uom.fmcg_kind, uom)
        named = {order_sheet.unit_word(kind, language, words): uom for kind, uom in kinds.items()}
        return {word: uom for word, uom in named.items() if word}

    @api.model
    def _pack(self, product, choice):
        base = next(iter(choice))
        sizes = {word: uom._fmcg_size(product) for word, uom in choice.items()}
        return ", ".join(
            f"1 {word} = {size.normalize():f} {base}" for word, size in sizes.items() if word != base
        )

    @api.model
    def _default_unit(self, partner, usual, choice):
        """Return the word of the customer's usual unit, else of the case, else of what there is.

        :param usual: kind of unit that was learnt for the product, or for all
        """
        wanted = (usual, partner.fmcg_default_unit, "case")
        kinds = {uom.fmcg_kind or "piece": word for word, uom in choice.items()}
        return next((kinds[kind] for kind in wanted if kind in kinds), next(iter(choice)))

    @api.model
    def _price(self, prices, pricelist, uom, product, everything):
        """Return the price of one unit, computed once for all products that a price list has in that unit."""
        key = (pricelist, uom)
        if key not in prices:
            sold = everything.filtered(lambda x: uom in x.uom_id | x.uom_ids)
            prices[key] = pricelist._get_products_price(sold, 1.0, uom=uom)
        return prices[key][product.id]

    @api.model
    def _workbook(self, partner, rows):
        texts = order_sheet.labels(partner.lang or self.env.lang or "en")
        currency = partner.property_product_pricelist.currency_id or self.env.company.currency_id
        content = io.BytesIO()
        # Texts stay texts: a name that begins with = is no formula, one with @ no link.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(content, options) as book:
            SheetWriter(book, texts, currency.decimal_places).fill(
                partner, rows, fields.Date.context_today(self)
            )
        return content.getvalue()


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_fmcg_order_sheet(self):
        """Download the order sheets of these customers: a workbook, or several packed into one file."""
        if not self:
            raise UserError(self.env._("Choose a customer first."))
        self.env["fmcg.order.sheet"]._check_count(self)
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/fmcg/order_sheet?partners={ids}",
            "target": "download",
        }


class FmcgOrderRequest(models.Model):
    _inherit = "fmcg.order.request"

    def action_order_sheet(self):
        """Download the order sheet of the message's customer."""
        return self.partner_id.action_fmcg_order_sheet()
