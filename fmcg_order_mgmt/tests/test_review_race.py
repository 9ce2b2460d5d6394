import threading

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from ..models.review_desk_decide import FmcgReviewDesk
from ..models.review_facts import FmcgReviewFacts
from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestReviewRace(RaceCase):
    """Two people decide at once."""

    def prepare(self, env):
        product = self.keep(env["product.product"].create({"name": "Race Cola", "list_price": 2}))
        self.order(env, [{"product_id": product[0], "product_uom_qty": 1}])

    def test_of_two_who_decide_at_once_the_second_is_told(self):
        both, looked = threading.Barrier(2, timeout=30), []
        claim = FmcgReviewDesk._claimed

        def claimed(desk, order_id):
            # Both have sent their decision before either is carried out.
            if len(looked) < 2:
                looked.append(desk.env.cr._cnx.info.backend_pid)
                both.wait()
            return claim(desk, order_id)

        self.patch(FmcgReviewDesk, "_claimed", claimed)
        with self.registry.cursor() as cr:
            seen = api.Environment(cr, self.users[0], {})["fmcg.review.desk"].order(self.order_id)["seen"]
        self.together(
            lambda env: env["fmcg.review.desk"].approve(self.order_id, "Known customer", seen=seen),
            lambda env: env["fmcg.review.desk"].reject(self.order_id, "No more of this", seen=seen),
        )
        self.assertEqual(len(set(looked)), 2, "two connections were at work")
        self.assertEqual(sorted(answer["state"] for answer in self.answers.values()), ["changed", "done"])
        late = next(answer for answer in self.answers.values() if answer["state"] == "changed")
        self.assertRegex(
            late["notice"], r"does not wait for you any more: .*fmcg_race_(one|two)\. Nothing else"
        )
        with self.registry.cursor() as cr:
            order = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(self.order_id)
            kinds = order.fmcg_decision_ids.sorted("id").mapped("kind")
            self.assertEqual(len(kinds), 2, kinds)
            self.assertEqual(order.fmcg_review_state, kinds[-1])

    def test_an_order_changed_while_it_is_approved_is_not_approved_unseen(self):
        changed, once = threading.Event(), []
        gather = FmcgReviewFacts._gather

        def slow(model, orders):
            facts = gather(model, orders)
            if not once:
                once.append(threading.get_ident())
                changed.wait(30)
            return facts

        def change(env):
            env["sale.order"].browse(self.order_id).order_line.product_uom_qty = 500
            env.cr.postcommit.add(changed.set)

        def review(env):
            order = env["sale.order"].browse(self.order_id)
            order.action_fmcg_review()
            order.action_fmcg_approve("Known customer")

        self.patch(FmcgReviewFacts, "_gather", slow)
        self.together(review, change)
        self.assertTrue(once and changed.is_set())
        with self.registry.cursor() as cr:
            order = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(self.order_id)
            self.assertEqual(order.order_line.product_uom_qty, 500)
            approved = order.fmcg_review_state == "approved"
            self.assertTrue(
                not approved or not order._fmcg_has_changed(), "what was decided on is what it says"
            )
            quantities = [float(line[1]) for line in order._fmcg_last_decision().content["lines"]]
            self.assertEqual(quantities, [500] if approved else [1])
