from dataclasses import replace

from odoo import fields, models

from ..engine.intake import lessons, units
from ..engine.intake.model import Naming


class FmcgOrderDraftLine(models.Model):
    """What was read and what a person made of it: the difference is a lesson."""

    _inherit = "fmcg.order.draft.line"

    product_words = fields.Char(readonly=True, help="The words that name the product.")
    reading = fields.Json(readonly=True, help="What was read at first, before anybody corrected it.")
    alias_id = fields.Many2one(
        "fmcg.product.alias", string="Read with", index="btree_not_null", readonly=True, ondelete="set null"
    )
    unit_alias_id = fields.Many2one(
        "fmcg.product.alias",
        string="Unit Read with",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
    )

    def _engine_correction(self, shared):
        """Return the line as the engine takes lessons from it.

        :param shared: codes that stand at several products of the draft and so tell none of them
        """
        read = self.reading
        uoms = self.env["uom.uom"]
        naming = self._naming()
        return lessons.Correction(
            words=self.product_words or "",
            source=self.source_text or "",
            from_file=bool(self.source_name),
            question=read["question"] or None,
            product_read=read["product_id"] or None,
            product=self.product_id.id,
            unit_read=uoms.browse(read["uom_id"] or ()).fmcg_kind or None,
            unit=self.uom_id.fmcg_kind or None,
            same_number=self.quantity == read["quantity"],
            naming=naming and replace(naming, codes=tuple(c for c in naming.codes if c not in shared)),
        )

    def _naming(self):
        """Return the cells that name the line in a file; lines read before they were kept have none."""
        cells = (self.reading or {}).get("naming")
        return cells and Naming(tuple(cells["codes"]), cells["name"], cells["unit"])

    def _shared_codes(self):
        """Return the codes that several products of one draft have in common: a category, a supplier."""
        products = {}
        for line in self.filtered("product_id"):
            for code in (line._naming() or Naming()).codes:
                products.setdefault(code, set()).add(line.product_id)
        return {code for code, found in products.items() if len(found) > 1}

    def _own_names(self):
        """Return the names and codes of the product that was read, by line."""
        products = self.env["product.product"].browse({line.reading["product_id"] for line in self})
        products = products.exists()
        names = {
            product.id: {product.default_code, product.barcode, *product.product_uom_ids.mapped("barcode")}
            - {False}
            for product in products
        }
        for code, _name in self.env["res.lang"].get_installed():
            for product in products.with_context(lang=code):
                names[product.id].add(product.name)
        return {line: names.get(line.reading["product_id"], set()) for line in self}

    def _called(self):
        """Return what names the product of the line, in lower case, as aliases may hold it."""
        naming = self._naming() or Naming()
        words = [*naming.codes, " ".join(naming.name.split()), self.product_words or ""]
        return [word.lower() for word in words if word]

    def _count_uses(self, words):
        """Note on each line the knowledge that it was read with; what somebody corrected was not used."""
        aliases = self.env["fmcg.product.alias"]
        right = self.filtered(lambda line: line.product_id.id == line.reading["product_id"])
        found = aliases._of_words({word for line in right for word in line._called()})
        for line in right:
            fit = aliases.union(*(found[word] for word in line._called() if word in found))
            fit = fit.filtered(
                lambda alias, line=line: (
                    alias.product_id == line.product_id
                    and alias.partner_id in (line.draft_id.partner_id, line.draft_id.partner_id.browse())
                )
            )
            line.alias_id = fit.sorted(lambda alias: not alias.partner_id)[:1]
        right._count_units(words)

    def _count_units(self, words):
        """Note the unit that a customer means by a word, or by none, where the line was read with it."""
        domain = [("kind", "in", ("unit", "usual_unit")), ("partner_id", "in", self.draft_id.partner_id.ids)]
        aliases = self.env["fmcg.product.alias"].search(domain)
        known = aliases.grouped(lambda alias: alias._key())
        words = units.words(words | {alias.name.lower(): "" for alias in aliases if alias.name})
        right = self.filtered(lambda line: line.uom_id.id == line.reading["uom_id"])
        for line in right if aliases else ():
            partner, kind = line.draft_id.partner_id.id, line.uom_id.fmcg_kind
            word = lessons.written_unit(line._engine_correction(()), words)
            keys = [("usual_unit", line.product_id.id, partner), ("usual_unit", False, partner)]
            keys = [("unit", word, partner)] if word else [] if word is None else keys
            fit = next((known[key] for key in keys if key in known), aliases.browse())
            line.unit_alias_id = fit.filtered(lambda alias, kind=kind: alias.unit_kind == kind)[:1]


class FmcgOrderDraft(models.Model):
    _inherit = "fmcg.order.draft"

    reading = fields.Json(readonly=True, help="What was read at first, before anybody corrected it.")

    def _learn(self):
        """Make knowledge of what people corrected on drafts that became orders, and count what was used."""
        done = self.filtered(lambda draft: draft.sale_order_id and draft.partner_id)
        taught = done.line_ids.filtered(lambda line: line.reading and not line.dropped and line.product_id)
        words = {word.name.lower(): word.kind for word in self.env["fmcg.unit.word"].search([])}
        names = taught._own_names()
        found = []
        shared = {draft: draft.line_ids._shared_codes() for draft in done}
        for line in taught:
            made = line._engine_correction(shared[line.draft_id])
            for lesson in lessons.lessons(made, words, names[line]):
                found.append(line.draft_id._lesson_values(lesson) | {"draft_line_id": line.id})
        found += [values for draft in done if (values := draft._name_lesson())]
        for company in done.company_id:
            of_company = [values for values in found if values["company_id"] == company.id]
            self.env["fmcg.product.alias"]._learn(of_company)
        taught._count_uses(words)

    def _lesson_values(self, lesson):
        return {
            "kind": lesson.kind,
            "name": lesson.word or False,
            "product_id": lesson.product or False,
            "unit_kind": lesson.unit or False,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "origin": "correction",
        }

    def _name_lesson(self):
        """Return the values of the name for which somebody chose the customer, if that is what happened."""
        read = self.reading or {}
        word = (read.get("words") or "").strip()
        if read.get("question") not in ("which_customer", "which_shop") or not lessons.is_word(word):
            return None
        if self.partner_id.id == read["partner_id"]:
            return None
        line = self.line_ids[:1].id
        return self._lesson_values(lessons.Lesson("customer", word)) | {"draft_line_id": line}
