"""Brings the tables of a gold set into a database of Odoo; runs in Odoo's shell."""

from datetime import datetime

from odoo.fields import Command

from .tables import GoldSet

GLN_LENGTH = 13


class Company:
    """The trade of a gold set as records: units, products, customers, codes, promotions."""

    def __init__(self, env, gold: GoldSet):
        self.env, self.gold = env, gold
        self.languages = self._activate({"zh", "en"} | {row["language"] for row in gold.customers})
        self.units = self._units()
        self.categories = self._categories()
        self.products = self._products()
        self.customers = self._customers()
        self._codes()
        self._promotions()
        self.code_of = {product: code for code, product in self.products.items()}
        self.customer_of = {partner: code for code, partner in self.customers.items()}

    def _activate(self, wanted):
        """Install the languages; return their codes by their first two letters."""
        model, found = self.env["res.lang"].with_context(active_test=False), {}
        for short in sorted(filter(None, wanted)):
            default = {"zh": "zh_CN", "en": "en_US"}.get(short)
            lang = model.search([("code", "=", default)]) or model.search(
                [("code", "=like", f"{short}%")], limit=1
            )
            if lang:
                model._activate_lang(lang.code)
                found[short] = lang.code
        return found

    def _units(self):
        """Return a unit for each (base unit, name, size): those of one base unit belong together."""
        bases = list(dict.fromkeys(row["base_unit"] for row in self.gold.products))
        roots = self.env["uom.uom"].create([{"name": name, "fmcg_kind": "piece"} for name in bases])
        root_of = dict(zip(bases, roots, strict=True))
        packs = {}
        for row in self.gold.products:
            for name, kind in self.gold.kinds[row["code"]].items():
                if name != row["base_unit"]:
                    packs[row["base_unit"], name, row["units"][name]] = kind
        made = self.env["uom.uom"].create(
            [
                {
                    "name": name,
                    "relative_factor": size,
                    "relative_uom_id": root_of[base].id,
                    "fmcg_kind": kind,
                }
                for (base, name, size), kind in packs.items()
            ]
        )
        return {(base, base, 1): root_of[base] for base in bases} | dict(zip(packs, made, strict=True))

    def unit(self, row, name):
        """Return the unit of a product's row by its name."""
        size = 1 if name == row["base_unit"] else row["units"][name]
        return self.units[row["base_unit"], name, size]

    def _categories(self):
        names = list(dict.fromkeys(row["category"] for row in self.gold.products if row["category"]))
        made = self.env["product.category"].create([{"name": name} for name in names])
        return dict(zip(names, made, strict=True))

    def _products(self):
        rows = self.gold.products
        values = [self._product(row) for row in rows]
        made = self.env["product.product"].create(values)
        for product, row in zip(made, rows, strict=True):
            for short in ("zh", "en"):
                if row[f"name_{short}"]:
                    product.with_context(lang=self.languages[short]).name = row[f"name_{short}"]
        return {row["code"]: product for row, product in zip(rows, made, strict=True)}

    def _product(self, row):
        packs = [name for name in self.gold.kinds[row["code"]] if name != row["base_unit"]]
        return {
            "name": row["name_en"] or row["name_zh"],
            "default_code": row["code"],
            "barcode": row["barcode"] or False,
            "type": "consu",
            "list_price": 1,
            "taxes_id": [Command.clear()],
            "uom_id": self.unit(row, row["base_unit"]).id,
            "uom_ids": [Command.set([self.unit(row, name).id for name in packs])],
            "fmcg_spec": row["spec"] or False,
            "categ_id": self.categories[row["category"]].id if row["category"] else False,
            "fmcg_fraction": row["fraction"] == "1",
        }

    def _customers(self):
        rows = self.gold.customers
        made = self.env["res.partner"].create([self._customer(row) for row in rows])
        return {row["code"]: partner for row, partner in zip(rows, made, strict=True)}

    def _customer(self, row):
        names = list(filter(None, row["aliases"].split("|")))
        number = next((name for name in names if name.isdigit() and len(name) == GLN_LENGTH), None)
        kind = self.gold.default_kind(row)
        return {
            "name": row["name"],
            "ref": row["code"],
            "is_company": True,
            "customer_rank": 1,
            "lang": self.languages.get(row["language"], "en_US"),
            "fmcg_aliases": "|".join(name for name in names if name != number) or False,
            "global_location_number": number or False,
            "fmcg_default_unit": kind if kind in ("piece", "inner", "case") else False,
            "fmcg_default_unit_name": row["default_unit"] or False,
            "fmcg_day_first": row["day_first"] == "1",
        }

    def _codes(self):
        self.env["fmcg.product.alias"].create(
            [
                {
                    "kind": "code",
                    "name": code,
                    "product_id": self.products[ours].id,
                    "partner_id": self.customers[row["code"]].id,
                }
                for row in self.gold.customers
                for code, ours in row["codes"].items()
            ]
        )

    def _promotions(self):
        by_code = {row["code"]: row for row in self.gold.products}
        for row in self.gold.promotions:
            product = self.products[row["product"]]
            unit = self.unit(by_code[row["product"]], row["unit"])
            free = unit._compute_quantity(float(row["free"]), product.uom_id)
            self.env["loyalty.program"].create(
                {
                    "name": row["code"],
                    "program_type": "buy_x_get_y",
                    "trigger": "auto",
                    "applies_on": "current",
                    "date_from": row["date_from"] or False,
                    "date_to": row["date_to"] or False,
                    "rule_ids": [
                        Command.create(
                            {
                                "reward_point_mode": "unit",
                                "minimum_qty": int(row["buy"]),
                                "product_ids": [Command.set(product.ids)],
                            }
                        )
                    ],
                    "reward_ids": [
                        Command.create(
                            {
                                "reward_type": "product",
                                "reward_product_id": product.id,
                                "reward_product_qty": int(free),
                                "required_points": float(row["buy"]),
                            }
                        )
                    ],
                }
            )


def in_utc(text):
    """Return a moment with a zone as Odoo keeps it: in UTC, without one."""
    moment = datetime.fromisoformat(text)
    return (moment - moment.utcoffset()).replace(tzinfo=None)
