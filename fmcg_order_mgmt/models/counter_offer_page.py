from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError


class FmcgCounterOffer(models.Model):
    """What the customer's page asks about goods that are short, and what happens with the answer."""

    _inherit = "fmcg.counter.offer"

    def _page_values(self):
        """Return all that the page shows, in the language of the environment."""
        self.ensure_one()
        problem = self._problem()
        return {
            "offer": self,
            "order": self.order_id,
            "company": self.company_id,
            "problem": problem,
            "until": self.order_id._fmcg_local(self.expires_at),
            "shorts": [] if problem else self._page_shorts(),
            "answers": problem == "answered" and self.line_ids.filtered("chosen"),
        }

    def _page_shorts(self):
        """Return what is short, each with its options, the best first."""
        return [
            {
                "key": f"short_{lines[:1].id}",
                "title": lines[:1].title,
                "options": [line._page_option() for line in lines],
            }
            for lines in self.line_ids.grouped("line_id").values()
        ]

    def _take_answer(self, form):
        """Take what the customer chose.

        :param dict form: for the key of each short line the id of one of its options, as text
        :return: "thanks", or why not: "choose" (something is missing), "failed" (the order cannot be changed
            so), or the code of a problem, where somebody was faster
        """
        self._lock()
        if problem := self._problem():
            return problem
        chosen = self._chosen_in(form)
        if not chosen:
            return "choose"
        return chosen._gone() or self._answered_as_us(chosen)

    def _chosen_in(self, form):
        """Return the options that a form chooses, one of each short line; empty where it does not."""
        chosen = self.line_ids.browse()
        for lines in self.line_ids.grouped("line_id").values():
            said = form.get(f"short_{lines[:1].id}")
            found = lines.filtered(lambda line, said=said: str(line.id) == said)
            if not found:
                return chosen.browse()
            chosen |= found
        return chosen

    def _answered_as_us(self, chosen):
        """Carry it out in our name and the salesperson's language; nobody else may change orders."""
        lang = self.order_id._fmcg_owner().lang or self.company_id.partner_id.lang
        offer = self.with_user(SUPERUSER_ID).with_context(lang=lang)
        try:
            with self.env.cr.savepoint():
                offer._apply(chosen.with_env(offer.env), "customer")
        except UserError as error:
            offer.order_id._message_log(
                body=offer.env._("The customer's answer could not be carried out: %s", error)
            )
            return "failed"
        return "thanks"
