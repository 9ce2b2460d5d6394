from odoo import fields, models

WAYS = ("email", "sms", "chat")


class FmcgNoticeChoice(models.AbstractModel):
    """Which news of shipments is told, and how: by a customer's own choice, or as usual in a company."""

    _name = "fmcg.notice.choice"
    _description = "Choice of Notices"

    fmcg_notice_email = fields.Boolean(string="Notices by E-Mail")
    fmcg_notice_sms = fields.Boolean(string="Notices by SMS")
    fmcg_notice_chat = fields.Boolean(
        string="Notices by Chat",
        help="Whoever sells to the customer gets an activity with the words and the link, to be passed on.",
    )
    fmcg_notice_shipped = fields.Boolean(string="When It Has Left", default=True)
    fmcg_notice_out_for_delivery = fields.Boolean(string="When It Is out for Delivery", default=True)
    fmcg_notice_ready_for_pickup = fields.Boolean(string="When It Is Ready for Pickup", default=True)
    fmcg_notice_delivered = fields.Boolean(string="When It Is Delivered", default=True)
    fmcg_notice_delayed = fields.Boolean(string="When It Will Be Late", default=True)

    def _wants_notice(self, kind, company):
        """Say whether this kind of news is told at all by a company."""
        return bool(self[f"fmcg_notice_{kind}"] and self._notice_ways(company))

    def _notice_ways(self, _company):
        """Return the ways in which news of a company is told."""
        return {way for way in WAYS if self[f"fmcg_notice_{way}"]}
