import base64

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import models

# Left to right on paper; "other" is a unit that is none of these, such as a kilogram.
KINDS = ("pallet", "case", "inner", "piece", "other")
ALWAYS = ("case", "piece")
MAX_WORDS = 600


class SaleOrder(models.Model):
    """What the printed order needs beyond the order itself."""

    _inherit = "sale.order"

    def _fmcg_print_values(self):
        """Return the columns, lines and sums of the printed order, in the language of the environment."""
        self.ensure_one()
        goods = self._fmcg_page_lines()
        kinds = [kind for kind in KINDS if kind in ALWAYS or kind in goods.mapped(lambda ln: ln._fmcg_kind())]
        names = self._fmcg_kind_names()
        weight_unit = self.env["product.template"]._get_weight_uom_name_from_ir_config_parameter()
        return {
            "kinds": [(kind, names[kind]) for kind in kinds],
            "lines": [line._fmcg_print_values(kinds) for line in self.order_line],
            "sums": [goods._fmcg_sum(kind) for kind in kinds],
            "weight": f"{goods._fmcg_number(self._get_estimated_weight())} {weight_unit}",
            "route": self.partner_shipping_id.fmcg_route_id or self.partner_id.fmcg_route_id,
            "words": self._fmcg_customer_words(),
            "barcode": self._fmcg_barcode_image(),
        }

    def _fmcg_kind_names(self):
        return {
            "pallet": self.env._("Pallets"),
            "case": self.env._("Cases"),
            "inner": self.env._("Inner Packs"),
            "piece": self.env._("Pieces"),
            "other": self.env._("Other"),
        }

    def _fmcg_barcode_image(self):
        """Return the order's number as a Code 128 image for an ``img``, or nothing where it does not fit.

        Drawn as lines: a bitmap, as core makes it, needs a library that many servers do not have.
        """
        if not self.name.isascii():
            return None
        drawing = createBarcodeDrawing("Code128", value=self.name, width=600, height=100, humanReadable=False)
        return f"data:image/svg+xml;base64,{base64.b64encode(drawing.asString('svg').encode()).decode()}"

    def _fmcg_customer_words(self):
        """Return what the customer said, message by message.

        A message that is too long for a footnote is cut down to the words that became lines.
        """
        words = []
        for request, drafts in self.fmcg_draft_ids.grouped("request_id").items():
            body = (request.body or "").strip()
            if not body or len(body) > MAX_WORDS:
                said = dict.fromkeys(text for text in drafts.line_ids.mapped("source_text") if text)
                body = "\n".join(said)
            words.append((request.name, body[:MAX_WORDS]))
        return [(name, body) for name, body in words if body]
