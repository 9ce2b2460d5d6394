from datetime import datetime

from odoo.tests import new_test_user

from .reviewer_common import ReviewerCommon

# A Wednesday, UTC.
NOW = datetime(2026, 3, 4, 9, 0)


class ReviewAskCommon(ReviewerCommon):
    """An order in review with a finding, a customer with an address, and who can be asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search([("fmcg_review_state", "=", "pending")]).write({"state": "cancel"})
        cls.env.company.alias_domain_id = cls.env["mail.alias.domain"].create({"name": "fmcg.example.com"})
        cls.shop.write({"email": "lakeside@example.com", "phone": "+1 555 0100"})
        cls.ann.tz = "UTC"
        cls.desk = cls.env["fmcg.review.desk"].with_user(cls.ann)
        cls.other_boss = new_test_user(
            cls.env, "fmcg_other_boss", groups="fmcg_order_mgmt.group_fmcg_manager"
        )

    def short(self, **values):
        """Return an order in review of which one line is not in stock."""
        order = self.order((self.milk, 3, self.piece), **values)
        order.action_fmcg_review()
        return order

    def finding(self, order):
        return order.fmcg_finding_ids.filtered(lambda finding: finding.state == "open")

    def seen(self, order, user=None):
        return self.desk.with_user(user or self.ann).order(order.id)["seen"]

    def ask(self, order, text="Is 3 right?", user=None, **values):
        desk = self.desk.with_user(user or self.ann)
        return desk.ask_customer(order.id, text, seen=self.seen(order, user), **values)

    def ask_boss(self, order, text="May we?", boss=None, user=None):
        desk = self.desk.with_user(user or self.ann)
        return desk.ask_manager(order.id, (boss or self.manager).id, text, seen=self.seen(order, user))

    def question(self, order):
        return order.fmcg_question_ids[:1]

    def activities(self, order, name=None):
        """Return the activities of an order of our own types, or of one of them."""
        names = [name] if name else ["order_to_review", "customer_asked", "decision_asked"]
        kinds = [self.env.ref(f"fmcg_order_mgmt.activity_{each}") for each in names]
        return order.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id in kinds)

    def first_rows(self, user=None):
        return [row["id"] for row in self.desk.with_user(user or self.ann).queue()["rows"]]
