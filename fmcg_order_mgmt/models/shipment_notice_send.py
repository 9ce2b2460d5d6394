import logging

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ..engine.tracking import notice as engine
from .batches import in_batches
from .shipment import naive, utc_now
from .shipment_eta import aware

_logger = logging.getLogger(__name__)

LAYOUT = "mail.mail_notification_light"
TEMPLATE = "fmcg_order_mgmt.mail_template_notice_%s"


class FmcgShipmentNotice(models.Model):
    """Tells customers, through Odoo's own queues of e-mails and text messages."""

    _inherit = "fmcg.shipment.notice"

    @api.model
    def _cron_send(self, limit=5000):
        """Tell customers what waits and may be told now, oldest first; called by the scheduled job."""
        domain = [("state", "=", "queued"), ("send_at", "<=", fields.Datetime.now())]
        due = self.search(domain, limit=limit, order="send_at, id")
        remaining = len(due) if len(due) < limit else self.search_count(domain)
        in_batches(due, domain, remaining, type(self)._tell, type(self)._fail)

    def _tell(self):
        """Queue the messages of these notices; what is wrong by now is dropped, what came by night waits."""
        now, told = utc_now(), self.browse()
        for notice in self:
            outcome, send_at = notice._outcome(now), notice.shipment_id._may_tell_at(now)
            if outcome:
                notice.write({"state": "dropped", "outcome": outcome})
            elif send_at > now:
                notice.send_at = naive(send_at)
            else:
                told |= notice._with_channels(now)
        leaders = told._leaders()
        (told - leaders).write({"state": "joined"})
        leaders._send()

    def _outcome(self, now):
        """Return why a notice is not told any more, empty when it is."""
        shipment = self.shipment_id
        if engine.overtaken(self.kind, shipment.state, shipment.alert == "late"):
            return "overtaken"
        if engine.is_stale(aware(self.happened_at), now):
            return "stale"
        choice = shipment._customer()._fmcg_notice_choice(self.company_id)
        if not choice._wants_notice(self.kind, self.company_id):
            return "unwanted"
        return "" if any(self._ways().values()) else "no_address"

    def _with_channels(self, now):
        self.write({**self._ways(), "day": now.astimezone(self.shipment_id._zone()).date()})
        return self

    def _ways(self):
        """Return by field whether the notice is told in that way: the customer wants it, and can be told."""
        shipment = self.shipment_id
        ways = shipment._customer()._fmcg_notice_choice(self.company_id)._notice_ways(self.company_id)
        return {
            "by_email": "email" in ways and bool(shipment._customer_contact()),
            "by_sms": "sms" in ways and bool(shipment._customer_phone()) and self._can_text(),
            "by_chat": "chat" in ways,
        }

    @api.model
    def _can_text(self):
        """Say whether Odoo's own text messages are installed."""
        return "sms.sms" in self.env

    def _leaders(self):
        """Return the notices that get a message: one for each order, kind of news and day."""
        orders = self.order_id
        domain = [("order_id", "in", orders.ids), ("state", "=", "sent"), ("day", "in", self.mapped("day"))]
        sent = self.search(domain) if orders else self
        taken = {(notice.order_id, notice.kind, notice.day) for notice in sent - self}
        leaders = self.browse()
        for notice in self.sorted("id"):
            key = (notice.order_id or notice.shipment_id, notice.kind, notice.day)
            if key not in taken:
                taken.add(key)
                leaders |= notice
        return leaders

    def _send(self):
        self.order_id._fmcg_make_customer_links()
        for kind, notices in self.grouped("kind").items():
            template = self.env.ref(TEMPLATE % kind)
            if by_email := notices.filtered("by_email"):
                template.send_mail_batch(by_email.ids, email_layout_xmlid=LAYOUT)
            notices.filtered("by_sms")._text(template)
            notices.filtered("by_chat")._pass_on(template)
        self.write({"state": "sent"})
        self._log()

    def _text(self, template):
        """Queue text messages: the subject of the e-mail is the sentence, the link says the rest."""
        if not self:
            return
        subjects = template._render_field("subject", self.ids, compute_lang=True)
        values = []
        for notice in self:
            shipment = notice.shipment_id
            number = shipment._customer_phone()
            customer = shipment._customer()
            values.append(
                {
                    "number": customer._phone_format(number=number) or number,
                    "body": "\n".join(filter(None, (subjects[notice.id], notice.url))),
                    "partner_id": customer.id,
                }
            )
        self.env["sms.sms"].create(values)

    def _log(self):
        """Keep in the shipments' histories what their customers were told, in the company's language."""
        for lang, notices in self.grouped(lambda notice: notice.shipment_id._company_lang()).items():
            words = notices.with_context(lang=lang)
            kinds = dict(words._fields["kind"]._description_selection(words.env))
            bodies = {}
            for notice in words:
                text = words.env._(
                    "The customer was told (%(how)s): %(news)s", how=notice._how(), news=kinds[notice.kind]
                )
                before = bodies.get(notice.shipment_id.id)
                bodies[notice.shipment_id.id] = f"{before}\n{text}" if before else text
            bodies = {key: plaintext2html(text) for key, text in bodies.items()}
            notices.shipment_id._message_log_batch(bodies=bodies)

    def _how(self):
        ways = [
            self.by_email and self.env._("by e-mail"),
            self.by_sms and self.env._("by text message"),
            self.by_chat and self.env._("by chat"),
        ]
        return ", ".join(filter(None, ways))

    def _fail(self):
        """Give up a notice that cannot be written, so that it is tried no more."""
        _logger.exception("notice %s could not be sent", self.id)
        self.write({"state": "dropped", "outcome": "failed"})
