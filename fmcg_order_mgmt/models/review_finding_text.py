from odoo import api, fields, models
from odoo.tools import LazyTranslate, format_date, formatLang

from ..engine.review.check import CHECKS, Check


class FmcgReviewFinding(models.Model):
    """A finding in words: the sentence that its check has for it, with its figures as people write them."""

    _inherit = "fmcg.review.finding"
    _rec_name = "message"

    message = fields.Char(compute="_compute_message")

    @api.depends("code", "figures", "product_id", "rule_id.name", "rule_id.message")
    @api.depends_context("lang")
    def _compute_message(self):
        for finding in self:
            finding.message = finding._sentence() or finding._plain_message()

    def _sentence(self):
        check = CHECKS.get(self.rule_id.code, Check)
        return self._filled(check.sentence(self.code), check, {})

    def _filled(self, source, check, told):
        """Return a sentence of a check with its figures, those in ``told`` as they stand there.

        It is the untranslated one where the translation is wrong, "" where both are.
        """
        for text in (self._translated(source, check), source):
            try:
                return text % (self._shown_figures(check.shown) | told)
            except (KeyError, TypeError, ValueError):
                continue
        return ""

    def _translated(self, source, check):
        # The terms are those of the module that the check comes from.
        lazy = LazyTranslate(check.__module__)
        return self.env._(lazy(source)) if source else ""  # pylint: disable=gettext-variable

    def _shown_figures(self, shown):
        figures = dict(self.figures or {})
        currency = self.env["res.currency"].browse(figures.get("currency"))
        for key in figures.keys() & shown.keys():
            figures[key] = self._shown(figures[key], shown[key], currency)
        rule = self.rule_id
        told = {"product": self.product_id.display_name or "", "rule": rule.name}
        return figures | told | {"message": rule.message or rule.name}

    def _shown(self, value, kind, currency):
        if kind == "date":
            return format_date(self.env, value)
        if kind == "money":
            return formatLang(self.env, value, currency_obj=currency)
        return formatLang(self.env, value, digits=0 if float(value).is_integer() else 2)

    def _plain_message(self):
        figures = ", ".join(f"{key} {value}" for key, value in (self.figures or {}).items())
        return f"{self.rule_id.name}: {figures}" if figures else self.rule_id.name
