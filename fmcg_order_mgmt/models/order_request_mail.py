import hashlib
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from ..engine.intake.envelope import Mail, opened
from ..engine.intake.model import File

# Mail servers give up after days; an older date, or one to come, is that of a clock that is wrong.
OLDEST_MAIL = timedelta(days=30)


class FmcgOrderRequest(models.Model):
    """Takes e-mail through an alias: kept as it came, read at once, never lost."""

    _inherit = "fmcg.order.request"

    automatic = fields.Boolean(readonly=True, copy=False, help="A machine sent this, not a person.")

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Take one e-mail in and read it.

        :param dict msg_dict: the e-mail as core's ``message_parse`` gives it
        :param dict custom_values: of the alias; the company among them
        :return: the request; that of the first delivery where the e-mail comes again
        :raises ConcurrencyError: the same e-mail is being received at this very moment
        """
        values = dict(custom_values or {})
        company = self.env["res.company"].browse(values.get("company_id")) or self.env.company
        self = self.with_company(company)
        raw = self.env.context.get("fmcg_raw_mail")
        mail = opened(raw) if isinstance(raw, bytes) else self._mail_as_parsed(msg_dict)
        values |= self._mail_values(msg_dict, mail, raw or b"")
        earlier = self._received_earlier(values["channel_id"], values["external_ref"])
        if earlier:
            return earlier
        request = self._receive(values | {"attachment_ids": self._mail_files(mail)})
        if raw:
            request._keep_mail(raw)
        request._read_mail(mail)
        return request

    def _mail_as_parsed(self, msg_dict):
        """Return an e-mail whose bytes are not at hand."""
        files = []
        for name, content, *_info in msg_dict.get("attachments") or ():
            data = content.encode() if isinstance(content, str) else content
            files.append(File(name, "", data if isinstance(data, bytes) else data.as_bytes()))
        return Mail(
            subject=msg_dict.get("subject") or "",
            body=str(msg_dict.get("body") or ""),
            files=tuple(files),
            automatic="",
            doubtful=False,
            identified=bool(msg_dict.get("message_id")),
        )

    def _mail_values(self, msg_dict, mail, raw):
        address = msg_dict.get("email_from") or ""
        # Where a mail has no number of its own, the same bytes are the same mail.
        reference = msg_dict.get("message_id") if mail.identified else hashlib.sha256(raw).hexdigest()
        return {
            "channel_id": self.with_context(active_test=False)._channel("email").id,
            "company_id": self.env.company.id,
            "body": mail.text,
            "external_ref": (reference or "")[:512] or None,
            "received_at": self._sane_moment(fields.Datetime.to_datetime(msg_dict.get("date"))),
            "partner_id": self.env["res.partner"]._fmcg_by_email(address).id,
            "sender": address,
            "sender_doubt": mail.doubtful,
            "automatic": bool(mail.automatic),
        }

    @api.model
    def _sane_moment(self, moment):
        """Return when the sender wrote it, now where that cannot be."""
        now = fields.Datetime.now()
        return moment if moment and now - OLDEST_MAIL <= moment <= now else now

    def _mail_files(self, mail):
        values = [
            {"name": file.name, "raw": file.data, "mimetype": file.mimetype or None} for file in mail.files
        ]
        return [fields.Command.set(self.env["ir.attachment"].sudo().create(values).ids)]

    def _keep_mail(self, raw):
        """Keep the e-mail as it came, beside its files: it is no part of what there is to read."""
        values = {"name": f"{self.name}.eml".replace("/", "-"), "raw": raw, "mimetype": "message/rfc822"}
        self.env["ir.attachment"].sudo().create(values | {"res_model": self._name, "res_id": self.id})

    def _read_mail(self, mail):
        """Read an e-mail at once; what a machine answered to is kept and set aside."""
        if mail.automatic == "replied":
            self.write({"state": "ignored", "question_code": "automatic_mail", "question_values": {}})
        else:
            self._parse_safely()

    def _parse_safely(self):
        """Read messages one by one; where that fails they wait for a person with the reason."""
        for request in self:
            try:
                with self.env.cr.savepoint():
                    request.action_parse()
            except (ConcurrencyError, psycopg2.OperationalError):
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
                values = {"error": str(error)[:200] or type(error).__name__}
                request.write(
                    {"state": "blocked", "question_code": "reading_failed", "question_values": values}
                )

    def _sender_question(self):
        """Beside strangers, ask about what a machine sent: it may be an order, or only look like one."""
        return super()._sender_question() or ("automatic_mail" if self.automatic else None)
