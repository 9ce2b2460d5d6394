from odoo import api, models

REQUEST = "fmcg.order.request"


class MailThread(models.AbstractModel):
    """Hands e-mail to order messages with its bytes; e-mail for other records goes core's way unchanged."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Process an e-mail, with its bytes at hand for the models that keep them."""
        raw = getattr(message, "data", message)
        raw = raw.encode() if isinstance(raw, str) else bytes(raw)
        return super(MailThread, self.with_context(fmcg_raw_mail=raw)).message_process(
            model, message, custom_values, save_original, strip_attachments, thread_id
        )

    def _message_route_process(self, message, message_dict, routes):
        ours = [route for route in routes or () if route[0] == REQUEST]
        if not ours:
            return super()._message_route_process(message, message_dict, routes)
        others = [route for route in routes if route[0] != REQUEST]
        thread_id = False
        if others:
            thread_id = super()._message_route_process(message, dict(message_dict), others)
        # The request keeps the files itself: beside the message in the log they would stand twice.
        values = dict(message_dict, attachments=[]) if self.env.context.get("fmcg_raw_mail") else message_dict
        for route in ours:
            route = self._fmcg_order_route(values, *route)
            thread_id = super()._message_route_process(message, dict(values), [route])
        return thread_id

    def _fmcg_order_route(self, message_dict, model, thread_id, custom_values, user_id, alias):
        """Return the route that an e-mail takes to the order messages.

        What a customer answers to a message is a message of its own; what a colleague answers is talk about
        it. Core would tell the sender, and close the alias, when taking an e-mail in fails; here the mail
        server delivers again.
        """
        author = self.env["res.partner"].browse(message_dict.get("author_id") or ())
        before = self.env[REQUEST].sudo().browse(thread_id or ()).exists()
        if before and (not author or author.partner_share):
            values = {"company_id": before.company_id.id, "follows_id": before.id}
            return model, False, values, user_id, None
        if alias and alias.alias_status != "valid":
            alias.sudo().alias_status = "valid"
        return model, thread_id, custom_values, user_id, None
