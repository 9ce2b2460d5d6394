from odoo import fields, models
from odoo.tools import plaintext2html

CHAT_ACTIVITY = "fmcg_order_mgmt.activity_notice_chat"


class FmcgShipmentNotice(models.Model):
    """News that a person passes on in a chat, since no service may write there: words and link are ready."""

    _inherit = "fmcg.shipment.notice"

    by_chat = fields.Boolean(readonly=True)

    def _pass_on(self, template):
        """Ask whoever sells to each customer to pass the news on; what was not passed on yet gives way."""
        kind = self and self.env.ref(CHAT_ACTIVITY, raise_if_not_found=False)
        if not kind:
            return
        subjects = template._render_field("subject", self.ids, compute_lang=True)
        notices = {notice.shipment_id: notice for notice in self}
        self._take_back_older(kind)
        self.shipment_id._plan_activities(
            kind, lambda shipment, user: notices[shipment]._chat_words(subjects[notices[shipment].id], user)
        )

    def _take_back_older(self, kind):
        """Remove what still waits to be passed on of the same orders: the newest news is enough."""
        parcels = self.shipment_id | self.order_id.fmcg_shipment_ids
        waiting = [("activity_type_id", "=", kind.id), ("res_id", "in", parcels.ids)]
        self.env["mail.activity"].search(waiting).unlink()

    def _chat_words(self, subject, user):
        """Return summary and note of the activity: the sentence and the link, to be copied."""
        words = self.with_context(lang=user.lang or self.shipment_id._company_lang())
        customer = self.shipment_id._customer().name
        return {
            "summary": words.env._("Pass on to %s in a chat", customer or self.order_names),
            "note": plaintext2html("\n".join(filter(None, (subject, self.url)))),
        }
