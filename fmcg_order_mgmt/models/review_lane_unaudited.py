from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class FmcgReviewLane(models.Model):
    """Lanes that nobody looks after: a channel's closes where what was drawn is not audited in time."""

    _inherit = "fmcg.review.lane"

    @api.model
    def _cron_close_unaudited(self):
        for company in self.env["res.company"].search([("fmcg_audit_days", ">", 0)]):
            self._close_unaudited(company)

    @api.model
    def _close_unaudited(self, company):
        late = self._unaudited(company, fields.Datetime.now() - timedelta(days=company.fmcg_audit_days))
        for channel, passed in late:
            key = (channel.id,)
            lanes = self._lanes(company, channel)
            # Who opened the lane again answers for what had passed until then.
            counted = [at for at in passed if at > lanes.opened_at.get(key, at.min)]
            if counted and not lanes.barred_by(key):
                figures = {"waiting": len(counted), "since": min(counted)}
                words = self._unaudited_words(company, figures)
                self._of_key(company, key)._write_down("closed", words, True, figures)

    @api.model
    def _unaudited(self, company, until):
        """Return (channel, moments at which they passed) of the orders drawn until then and not audited."""
        domain = [("company_id", "=", company.id), ("state", "=", "todo"), ("passed_at", "<=", until)]
        return (
            self.env["fmcg.review.audit"].sudo()._read_group(domain, ["channel_id"], ["passed_at:array_agg"])
        )

    @api.model
    def _unaudited_words(self, company, figures):
        return self.env._(
            "Nobody audits what passes: orders drawn since %(since)s wait for it (%(waiting)s), more than "
            "the %(days)s days allowed.",
            since=format_date(self.env, figures["since"]),
            waiting=figures["waiting"],
            days=company.fmcg_audit_days,
        )
