import threading
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tests.common import release_test_lock
from odoo.tools import mute_logger

from ..models.review_desk_decide import FmcgReviewDesk
from ..models.review_facts import FmcgReviewFacts

LOGINS = ("fmcg_race_one", "fmcg_race_two")


@tagged("post_install", "-at_install")
class TestReviewRace(BaseCase):
    """Two people with connections of their own at one order; it is real and removed afterwards."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # The tests' own thread holds the lock of the registries.
        self.patch(Registry, "_lock", threading.RLock())
        self.made = []
        with self.registry.cursor() as cr:
            self.env = api.Environment(cr, SUPERUSER_ID, {})
            role = self.env.ref("fmcg_order_mgmt.group_fmcg_reviewer")
            people = [
                {"name": login, "login": login, "group_ids": [Command.link(role.id)]} for login in LOGINS
            ]
            self.users = self.keep(self.env["res.users"].create(people))
            self.product = self.keep(
                self.env["product.product"].create({"name": "Race Cola", "list_price": 2})
            )
            shop = self.keep(self.env["res.partner"].create({"name": "Race Shop"}))
            # What is approved waits for its wave: no delivery is made.
            kind = self.env["fmcg.order.type"].create({"name": "Race", "code": "race", "release": "wave"})
            self.keep(kind)
            line = Command.create({"product_id": self.product[0], "product_uom_qty": 1})
            order = self.env["sale.order"].create(
                {
                    "partner_id": shop[0],
                    "fmcg_channel_id": self.env.ref("fmcg_order_mgmt.channel_phone").id,
                    "fmcg_order_type_id": kind.id,
                    "order_line": [line],
                }
            )
            (self.order_id,) = self.keep(order)
            order.action_fmcg_review()
        self.addCleanup(self.remove)
        self.answers = {}

    def keep(self, records):
        self.made.append((records._name, records.ids))
        return records.ids

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # Nobody removes a decision through the models, the administrator neither.
            cr.execute("DELETE FROM fmcg_review_decision WHERE order_id = %s", [self.order_id])
            for model, ids in reversed(self.made):
                records = env[model].browse(ids)
                more = records.partner_id if model == "res.users" else ()
                records.unlink()
                for each in more:
                    each.unlink()

    def act(self, user_id, act):
        """Do something as a request of its own, which is tried again where the database asks for it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user_id, {})
            try:
                self.answers[user_id] = retrying(partial(act, env), env)
            except Exception as error:  # pylint: disable=broad-exception-caught
                self.answers[user_id] = error

    def together(self, *acts):
        threads = [
            threading.Thread(target=self.act, args=(user, act))
            for user, act in zip(self.users, acts, strict=True)
        ]
        with release_test_lock(), mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(90)
        self.assertEqual(len(self.answers), 2, self.answers)

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
