from datetime import datetime, timedelta

from odoo.tests import new_test_user

from .review_common import ReviewCommon

# A Wednesday, UTC.
MORNING = datetime(2026, 3, 4, 9, 0)


class ReviewerCommon(ReviewCommon):
    """Two people who could review at any hour, and a route whose orders close at noon, UTC.

    ``waiting(n)`` makes orders in review, ``plan()`` shares all out, ``of()`` tells who has how many.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["fmcg.reviewer"].with_context(active_test=False).search([]).unlink()
        cls.company = cls.env.company
        cls.company.resource_calendar_id = False
        cls.company.partner_id.tz = "UTC"
        cls.regular.release = "wave"
        role = "fmcg_order_mgmt.group_fmcg_reviewer"
        cls.ann = new_test_user(cls.env, "fmcg_reviewer_ann", groups=role)
        cls.bob = new_test_user(cls.env, "fmcg_reviewer_bob", groups=role)
        cls.manager = new_test_user(
            cls.env, "fmcg_reviewer_boss", groups="fmcg_order_mgmt.group_fmcg_manager"
        )
        cls.route = cls.env["fmcg.route"].create({"name": "Noon", "code": "NOON", "cut_off": 12})
        cls.shop.fmcg_route_id = cls.route

    def listed(self, user, **values):
        return self.env["fmcg.reviewer"].create({"user_id": user.id, **values})

    def waiting(self, count=1, minutes=None, **values):
        orders = self.env["sale.order"].concat(*(self.order(**values) for _number in range(count)))
        orders.action_fmcg_review()
        if minutes:
            # what is known is not predicted
            orders.sudo().fmcg_review_minutes = minutes
        return orders

    def plan(self):
        self.env["fmcg.reviewer"]._plan(self.company)

    def run_job(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"fmcg_order_mgmt.ir_cron_{name}").method_direct_trigger()

    def of(self, orders):
        return {user: len(some) for user, some in orders.grouped("fmcg_reviewer_id").items()}

    @staticmethod
    def after(minutes):
        return MORNING + timedelta(minutes=minutes)
