from odoo import models

MANAGERS = "fmcg_order_mgmt.group_fmcg_manager"


class FmcgTrackingTold(models.AbstractModel):
    """What tracking cannot settle by itself: a manager gets the task to do it."""

    _name = "fmcg.tracking.told"
    _description = "Told to a Manager"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _tell_manager(self, activity, words, company=None):
        """Plan an activity for a manager, who reads it in their own language.

        :param activity: the external id of its type
        :param words: called with this record in the manager's language, returns the note
        :param company: the manager is one of those who work in it
        """
        user = self._manager(company)
        reader = self.with_context(lang=user.lang or self.env.lang)
        reader.activity_schedule(activity, user_id=user.id, note=words(reader))

    def _manager(self, company):
        users = self.env.ref(MANAGERS).sudo().all_user_ids.filtered("active")
        if company:
            users = users.filtered(lambda user: company in user.company_ids)
        return users[:1] or self.env.user
