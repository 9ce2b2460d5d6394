from odoo import fields, models


class FmcgNoticeChoice(models.AbstractModel):
    """Which news of shipments is told, and how: by a customer's own choice, or as usual in a company."""

    _name = "fmcg.notice.choice"
    _description = "Choice of Notices"

    fmcg_notice_email = fields.Boolean(string="Notices by E-Mail")
    fmcg_notice_sms = fields.Boolean(string="Notices by SMS")
    fmcg_notice_shipped = fields.Boolean(string="When It Has Left", default=True)
    fmcg_notice_out_for_delivery = fields.Boolean(string="When It Is out for Delivery", default=True)
    fmcg_notice_ready_for_pickup = fields.Boolean(string="When It Is Ready for Pickup", default=True)
    fmcg_notice_delivered = fields.Boolean(string="When It Is Delivered", default=True)
    fmcg_notice_delayed = fields.Boolean(string="When It Will Be Late", default=True)

    def _wants_notice(self, kind):
        """Say whether this kind of news is told at all."""
        return bool(self[f"fmcg_notice_{kind}"] and (self.fmcg_notice_email or self.fmcg_notice_sms))
