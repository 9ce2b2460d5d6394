from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from .reviewer import MANAGERS

# Who is there comes first; of whom nothing is known may be there.
PRESENCE = ("here", "", "off", "away")


class SaleOrder(models.Model):
    """A manager is asked to decide on an order in review."""

    _inherit = "sale.order"

    def action_fmcg_ask_manager(self):
        """Open the form in which a manager is asked to decide on this order."""
        return self._fmcg_ask_form("manager", self.env._("Ask a Manager"))

    def _fmcg_managers(self):
        """Return who else can decide on the order: those who are there first, then who has the least to do.

        :return: a list of (user, presence, minutes of work)
        """
        role = Domain("all_group_ids", "in", self.env.ref(MANAGERS).ids)
        here = Domain("company_ids", "in", self.company_id.ids) & Domain("share", "=", False)
        users = self.env["res.users"].sudo().search(role & here & Domain("id", "!=", self.env.uid))
        listed = (
            self.env["fmcg.reviewer"]
            .sudo()
            .search([("user_id", "in", users.ids), ("company_id", "=", self.company_id.id)])
        )
        presence = {reviewer.user_id: reviewer.presence for reviewer in listed}
        mine = Domain("fmcg_reviewer_id", "in", users.ids) & self._fmcg_review_domain()
        load = dict(self.sudo()._read_group(mine, ["fmcg_reviewer_id"], ["fmcg_review_minutes:sum"]))
        found = [(user, presence.get(user, ""), load.get(user, 0.0)) for user in users]
        return sorted(found, key=lambda each: (PRESENCE.index(each[1]), each[2], each[0].id))

    def _fmcg_ask_manager(self, manager, text, finding=None):
        """Hand the order to a manager with a question; it stands first there until it is decided.

        :raises AccessError: the user is no reviewer
        :raises UserError: it cannot be asked, or the person is no manager who can decide on it
        """
        words = self._fmcg_check_asking(text)
        if manager not in [user for user, _presence, _load in self._fmcg_managers()]:
            raise UserError(self.env._("Choose somebody else who can decide on this order."))
        if earlier := self._fmcg_open_questions("manager"):
            self._fmcg_end_questions(earlier, "withdrawn", self.env._("Somebody else was asked."))
        question = self._fmcg_keep_question("manager", words, finding, manager_id=manager.id)
        self._fmcg_hand_to(manager, "asked")
        asked = self.env._("Asked %(manager)s:\n%(words)s", manager=manager.name, words=words)
        self._message_log(body=plaintext2html(asked))
        self._fmcg_plan_question("fmcg_order_mgmt.activity_decision_asked", manager, words)
        return question
