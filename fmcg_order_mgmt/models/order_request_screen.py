from markupsafe import Markup

from odoo import api, fields, models

from ..engine.intake.marks import pieces

OPEN_STATES = ("new", "question", "blocked", "ready")


class FmcgOrderRequest(models.Model):
    """What the screens of a message show beside its facts."""

    _inherit = "fmcg.order.request"

    state = fields.Selection(group_expand="_group_expand_state")
    draft_count = fields.Integer(compute="_compute_draft_count")
    sale_order_count = fields.Integer(compute="_compute_sale_order_count")
    body_marked = fields.Html(string="Marked Message", compute="_compute_body_marked", sanitize=False)

    @api.model
    def _group_expand_state(self, states, domain):
        """Show the open columns in the order of work, even when they are empty."""
        return [name for name, _label in self._fields["state"].selection if name in {*states, *OPEN_STATES}]

    @api.depends("draft_ids")
    def _compute_draft_count(self):
        for request in self:
            request.draft_count = len(request.draft_ids)

    @api.depends("sale_order_ids")
    def _compute_sale_order_count(self):
        for request in self:
            request.sale_order_count = len(request.sale_order_ids)

    @api.depends("body", "line_ids.span_start", "line_ids.span_end", "line_ids.verdict", "line_ids.dropped")
    def _compute_body_marked(self):
        for request in self:
            lines = request.line_ids.filtered(lambda line: not line.source_name and not line.dropped)
            spans = ((line.span_start, line.span_end, line) for line in lines)
            parts = (self._mark(text, line) for text, line in pieces(request.body or "", spans))
            request.body_marked = Markup("").join(parts)

    def _mark(self, text, line):
        if line is None:
            return Markup.escape(text)
        html = Markup('<span class="o_fmcg_mark o_fmcg_mark_%s" data-oe-fmcg-line="%s">%s</span>')
        return html % (line.verdict, line.id, text)

    def action_view_orders(self):
        """Open the orders that these messages became."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_fmcg_orders")
        orders = self.sale_order_ids
        if len(orders) == 1:
            form = self.env.ref("sale.view_order_form")
            return action | {"views": [(form.id, "form")], "res_id": orders.id}
        return action | {"domain": [("id", "in", orders.ids)]}
