import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.intake import pinyin

MOST_CUSTOMERS = 1000


class FmcgOrderScreen(models.AbstractModel):
    """What the order screen asks for: one method for each question, in as few calls as a rep has steps.

    The screen keeps what it was told on the device, so answers are plain values with the keys of records.
    """

    _name = "fmcg.order.screen"
    _description = "Order Screen"

    @api.model
    def _check_rep(self):
        """Refuse whoever takes no orders.

        :raises AccessError: the user has no role that enters orders
        """
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_rep"):
            raise AccessError(
                self.env._(
                    "Only sales representatives enter orders here. Ask for that role in your settings."
                )
            )

    @api.model
    @api.readonly
    def start(self):
        """Return what the screen needs before a customer is chosen."""
        self._check_rep()
        return {
            "currency": self._currency(self.env.company.currency_id),
            "stamp": self._stamp(),
            "customers": self._own_customers(),
            "categories": self._categories(),
            "promotions": self._running_promotions(),
            "visits": self._visits(),
        }

    @api.model
    def _currency(self, currency):
        return {
            "id": currency.id,
            "name": currency.name,
            "symbol": currency.symbol,
            "position": currency.position,
            "digits": currency.decimal_places,
        }

    @api.model
    def _own_customers(self):
        """Return the customers of this user, for whom nothing has to be asked to find them."""
        domain = Domain("user_id", "=", self.env.uid) & self._customer_domain()
        partners = self.env["res.partner"].search(domain, limit=MOST_CUSTOMERS, order="name, id")
        return [self._customer_row(partner) for partner in partners]

    @api.model
    def _visits(self):
        """Return the visits of this user's day in the order of the tour."""
        visits = (
            self.env["fmcg.visit"]
            ._today(self.env.user)
            .filtered(lambda visit: visit.state in ("planned", "done"))
        )
        return [
            {
                "id": visit.id,
                "done": visit.state == "done",
                "customer": self._customer_row(visit.partner_id),
            }
            for visit in visits
        ]

    @api.model
    def _sold_domain(self):
        return self.env["fmcg.intake.knowledge"]._sold_domain()

    @api.model
    def _stamp(self):
        """Return a text that changes whenever the catalogue does."""
        tables = ("product.product", "product.template", "product.category", "product.uom", "uom.uom")
        for name in tables:
            self.env[name].flush_model()
        counts = SQL(" UNION ALL ").join(
            SQL(
                "SELECT count(*), sum(extract(epoch FROM write_date)) FROM %s",
                SQL.identifier(self.env[name]._table),
            )
            for name in tables
        )
        said = (self.env.cr.dbname, self.env.company.id, self.env.lang, self.env.execute_query(counts))
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    @api.model
    @api.readonly
    def catalogue(self, stamp=None):
        """Return all products that are sold, or only that nothing has changed since ``stamp``.

        :param stamp: what an earlier answer gave
        :return: ``{"stamp", "products"}``; products as ``_catalogue_row`` gives them, None for no change
        """
        self._check_rep()
        now = self._stamp()
        if stamp == now:
            return {"stamp": now, "products": None}
        products = self.env["product.product"].search(self._sold_domain(), order="default_code, id")
        barcodes = self._pack_barcodes(products)
        names = self._names(products)
        rows = [self._catalogue_row(p, names[p.id], barcodes.get(p.id, ())) for p in products]
        return {"stamp": now, "products": rows}

    @api.model
    def _names(self, products):
        """Return the names of each product by id, that in the user's language first."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        languages = sorted(codes, key=lambda code: code != self.env.lang)
        # One language after the other: going to and fro between them computes all names anew each time.
        named = [
            [self._variant_name(product) for product in products.with_context(lang=code)]
            for code in languages
        ]
        return {
            product.id: list(dict.fromkeys(names))
            for product, names in zip(products, zip(*named, strict=True), strict=True)
        }

    @api.model
    def _variant_name(self, product):
        variant = product.product_template_variant_value_ids._get_combination_name()
        return f"{product.name} ({variant})" if variant else product.name

    @api.model
    def _pack_barcodes(self, products):
        packs = self.env["product.uom"].search([("product_id", "in", products.ids)])
        return {
            product.id: [(pack.barcode, pack.uom_id.id) for pack in group]
            for product, group in packs.grouped("product_id").items()
        }

    @api.model
    def _catalogue_row(self, product, names, packs):
        """Return a product as the screen keeps it; ``sound`` is what its Chinese names are typed as."""
        base = product.uom_id
        units = (base | product.uom_ids.filtered("fmcg_kind")).sorted(lambda unit: (unit.factor, unit.id))
        barcodes = [(product.barcode, base.id)] if product.barcode else []
        return {
            "id": product.id,
            "name": names[0],
            "also": names[1:],
            "code": product.default_code or "",
            "spec": product.fmcg_spec or "",
            "category": product.categ_id.id,
            "units": [
                {
                    "id": unit.id,
                    "name": unit.name,
                    "kind": unit.fmcg_kind or "piece",
                    "size": float(unit._fmcg_size(product)),
                }
                for unit in units
            ],
            "barcodes": [*barcodes, *packs],
            "fraction": product.fmcg_fraction,
            "sound": " ".join(dict.fromkeys(filter(None, map(pinyin.typed, names)))),
        }

    @api.model
    def _categories(self):
        """Return the categories that hold products which are sold, by their full name."""
        found = self.env["product.product"]._read_group(self._sold_domain(), ["categ_id"], ["__count"])
        rows = [
            {"id": category.id, "name": category.name, "path": category.complete_name, "count": count}
            for category, count in found
            # Not every product has one.
            if category
        ]
        return sorted(rows, key=lambda row: row["path"])

    @api.model
    def _running_promotions(self):
        """Return the promotions in force for a badge on their products; None stands for any product."""
        today = fields.Date.context_today(self)
        programs = self.env["loyalty.program"].search(
            self.env["loyalty.program"]._check_company_domain(self.env.company)
            + [
                ("trigger", "=", "auto"),
                ("applies_on", "=", "current"),
                ("program_type", "in", ("promotion", "buy_x_get_y")),
                ("sale_ok", "=", True),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", today),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ]
        )
        return [
            {"id": program.id, "name": program.name, "products": self._promoted(program)}
            for program in programs
        ]

    @api.model
    def _promoted(self, program):
        rules = program.rule_ids.filtered(
            lambda rule: rule.product_ids or rule.product_category_id or rule.product_tag_id
        )
        if rules != program.rule_ids or not rules:
            return None
        domain = Domain.OR(Domain(rule._get_valid_product_domain()) for rule in rules)
        return self.env["product.product"].search(domain & self._sold_domain()).ids
