from odoo import api, models
from odoo.exceptions import UserError

from ..engine.review.content import fingerprint


class FmcgReviewDesk(models.AbstractModel):
    """Asking the customer or a manager at the desk, and what they answered.

    What asks or answers goes with ``seen`` and returns what a decision does: see ``approve``.
    """

    _inherit = "fmcg.review.desk"

    @api.model
    @api.readonly
    def question(self, order_id, finding_id=None):
        """Return the ready question about a finding, or about the order, and how the customer is reached.

        :return: ``{"text", "name", "email", "phone"}``
        """
        order = self._given(order_id)
        return {
            "text": order._fmcg_question_text(self._found(order, finding_id)),
            "name": order.partner_id.display_name,
            "email": order._fmcg_contact().email or "",
            "phone": order._fmcg_telephone(),
        }

    @api.model
    @api.readonly
    def managers(self, order_id):
        """Return who can be asked to decide on an order, the best first.

        :return: a list of ``{"id", "name", "presence"}``
        """
        kinds = dict(self.env["fmcg.reviewer"]._fields["presence"]._description_selection(self.env))
        return [
            {"id": user.id, "name": user.name, "presence": kinds.get(presence, "")}
            for user, presence, _load in self._given(order_id)._fmcg_managers()
        ]

    @api.model
    def ask_customer(self, order_id, text, finding_id=None, by_mail=True, seen=None):
        """Ask the customer; errors are those of ``sale.order._fmcg_ask_customer``.

        :param str text: what is asked, as the reviewer left it
        :param bool by_mail: send it; else it was asked by chat or telephone
        """
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        order._fmcg_ask_customer(text, self._found(order, finding_id), by_mail)
        return self._outcome("done", "success", self._waits_words(order), order)

    @api.model
    def ask_manager(self, order_id, manager_id, text, finding_id=None, seen=None):
        """Hand an order to a manager; errors are those of ``sale.order._fmcg_ask_manager``."""
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        manager = self.env["res.users"].browse(manager_id if isinstance(manager_id, int) else ())
        order._fmcg_ask_manager(manager, text, self._found(order, finding_id))
        return self._outcome("done", "success", self._waits_words(order), order)

    @api.model
    def answer(self, order_id, question_id, text, seen=None):
        """Note what was answered to a question; a manager's own answer gives the order back to who asked.

        :raises UserError: there are no words, or the question is not open
        """
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        self._asked(order, question_id)._take_answer(text)
        return self._outcome("done", "success", self.env._("The answer is kept."), order)

    @api.model
    def withdraw(self, order_id, question_id, seen=None):
        """Take a question back; the order waits for the answer no longer."""
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        self._asked(order, question_id).action_withdraw()
        return self._outcome("done", "success", self.env._("The question is taken back."), order)

    @api.model
    def begin(self, order_id):
        """Note that the user looks at an order: the clock of its review starts.

        Own orders and nobody's only; somebody else's stays whose it is.
        """
        order = self._given(order_id)
        order.check_access("write")
        order._fmcg_begin()
        return True

    @api.model
    def _found(self, order, finding_id):
        """Return an open finding of an order, an empty recordset for none.

        :raises UserError: it is not there any more
        """
        found = self._open_findings(order).filtered(lambda finding: finding.id == finding_id)
        if finding_id and not found:
            raise UserError(self.env._("The check does not find this any more. Look at the order again."))
        return found.sudo(False)

    @api.model
    def _asked(self, order, question_id):
        questions = order.fmcg_question_ids.filtered(lambda question: question.id == question_id)
        if not questions:
            raise self.env["fmcg.review.answer"]._closed_error()
        return questions

    @api.model
    def _waits_words(self, order):
        return self.env._("%(order)s %(waits)s.", order=order.name, waits=order.fmcg_waits_text)

    # What the desk shows of it ----------------------------------------------------------------------------

    @api.model
    def _seen(self, order):
        seen = super()._seen(order)
        if not order.fmcg_question_ids:
            return seen
        states = [[question.id, question.state] for question in order.fmcg_question_ids]
        return fingerprint({"seen": seen, "questions": states})

    @api.model
    def _told(self, order):
        return super()._told(order) | {
            "waiting": order.fmcg_waits_text or "",
            "questions": [self._question(question) for question in order.fmcg_question_ids],
        }

    @api.model
    def _question(self, question):
        question = question.sudo()
        at_manager = question.asked == "manager"
        return {
            "id": question.id,
            "state": question.state,
            "asked": question.asked,
            "whom": question.manager_id.name if at_manager else question.partner_id.display_name,
            "by": question.user_id.name,
            "at": question.order_id._fmcg_moment(question.date),
            "text": question.text,
            "mine": not at_manager or question.manager_id == self.env.user,
            "answers": [self._answered(answer) for answer in question.answer_ids.sorted("id")],
        }

    @api.model
    def _answered(self, answer):
        by = answer.partner_id.display_name or answer.user_id.name or ""
        return {
            "id": answer.id,
            "kind": answer.kind,
            "by": by,
            "at": answer.order_id._fmcg_moment(answer.date),
            "text": answer.text or "",
        }
