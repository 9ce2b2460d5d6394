from collections import OrderedDict

from odoo import models

from odoo.addons.base.models.ir_actions_report import _wkhtml

ONE_BY_ONE = "fmcg_order_mgmt.report_order"


class IrActionsReport(models.Model):
    """Prints several orders in one run, also where wkhtmltopdf takes only one document at a time.

    Distributions ship it without the patched Qt that several documents need; core refuses them there.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        several = len(set(res_ids or ())) > 1 and not _wkhtml().is_patched_qt
        if not several or self._get_report(report_ref).report_name != ONE_BY_ONE:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = OrderedDict()
        for res_id in dict.fromkeys(res_ids):
            streams |= super()._render_qweb_pdf_prepare_streams(
                report_ref, dict(data or {}), res_ids=[res_id]
            )
        return streams
