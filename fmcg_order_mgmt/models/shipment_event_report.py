import datetime as dt

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.tracking import tour

DISPATCHER = "fmcg_order_mgmt.group_fmcg_dispatcher"


class FmcgShipmentEvent(models.Model):
    """What a driver reports, once however often the phone sends it, and how that is taken back."""

    _inherit = "fmcg.shipment.event"

    report_key = fields.Char(
        readonly=True, copy=False, index="btree_not_null", help="The phone's own name of the report."
    )
    return_ids = fields.One2many("fmcg.return.request", "event_id", string="Goods That Came Back")

    _report_uniq = models.UniqueIndex(
        "(shipment_id, report_key) WHERE report_key IS NOT NULL", "This report is known already."
    )

    def action_withdraw(self):
        """Take back what people reported; it stays in the journey and does not count any more.

        :raises AccessError: not a dispatcher
        :raises UserError: a carrier reported it, or goods that came back with it are agreed already
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(DISPATCHER)):
            raise AccessError(self.env._("Only a dispatcher may take this back. Ask one."))
        if any(event.source != "manual" for event in self):
            raise UserError(self.env._("What a carrier reported is not taken back. Report what is new."))
        self._withdraw()
        return True

    def _check_own_last(self, moment):
        """Let drivers take back only what they reported last, and soon.

        :param moment: when, naive, in UTC
        """
        if self.env.user.has_group(DISPATCHER):
            return
        for event in self:
            live = event.shipment_id.event_ids.filtered(lambda each: not each.is_superseded)
            last = max(live.mapped("id"), default=0)
            late = abs(moment - event.occurred_at) > tour.UNDO or abs(
                fields.Datetime.now() - event.create_date
            ) > dt.timedelta(days=1)
            if event.create_uid != self.env.user or event.id != last or late:
                raise UserError(
                    self.env._(
                        "This can no longer be taken back here. Report what is right, or ask a dispatcher."
                    )
                )

    def _withdraw(self):
        """Let events count no more, and with them the returns that they opened."""
        live = self.sudo().filtered(lambda event: not event.is_superseded)
        closed = live.return_ids.filtered(lambda request: request.state in ("agreed", "done"))
        if closed:
            names = ", ".join(closed.mapped("name"))
            raise UserError(
                self.env._("The goods that came back are received with %s already. Settle that first.", names)
            )
        live.return_ids.filtered(lambda request: request.state == "asked")._decide("refused")
        live.write({"is_superseded": True})
        for event in live:
            words = self.env._(
                "Taken back by %(who)s: %(what)s", who=self.env.user.name, what=event.description
            )
            event.shipment_id.message_post(body=words)
