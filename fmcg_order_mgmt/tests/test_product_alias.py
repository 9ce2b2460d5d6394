from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .test_order_draft_amend import OrderChangeCase


@tagged("post_install", "-at_install")
class TestProductAlias(OrderChangeCase):
    """Corrections by people become knowledge of the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.aliases = cls.env["fmcg.product.alias"]
        cls.other = cls.env["res.partner"].create({"name": "Other Shop", "fmcg_default_unit": "case"})
        cls.tray = cls.env["uom.uom"].create(
            {
                "name": "Tray of 6",
                "relative_factor": 6,
                "relative_uom_id": cls.cola.uom_id.id,
                "fmcg_kind": "inner",
            }
        )

    def read(self, body, partner=None):
        request = self.env["fmcg.order.request"].receive("chat", body, partner_id=(partner or self.shop).id)
        request.action_parse()
        return request

    def corrected(self, body, words, partner=None, **values):
        """Take a message of one line to its order, the line corrected by a person."""
        request = self.read(body, partner)
        line = request.line_ids
        line.product_words = words
        line.write(values)
        line.action_settle()
        if request.draft_ids.question_code:
            request.draft_ids.action_settle()
        request.action_create_order()
        self.assertEqual(request.state, "done", request.reason)
        return line

    def test_a_correction_made_once_is_applied_to_the_next_message(self):
        self.assertEqual(self.read("肥宅水3箱").line_ids.verdict, "block")
        line = self.corrected("肥宅水4箱", "肥宅水", product_id=self.cola.id, quantity=4, uom_id=self.case.id)
        learnt = self.aliases.search([("name", "=", "肥宅水")])
        self.assertRecordValues(
            learnt,
            [
                {
                    "kind": "word",
                    "product_id": self.cola.id,
                    "partner_id": self.shop.id,
                    "origin": "correction",
                    "state": "used",
                    "draft_line_id": line.id,
                    "confirmed_by": self.env.uid,
                    "use_count": 0,
                }
            ],
        )
        again = self.read("肥宅水5箱")
        self.assertRecordValues(
            again.line_ids, [{"product_id": self.cola.id, "base_quantity": 120, "verdict": "ok"}]
        )
        self.assertFalse(self.read("肥宅水5箱", self.other).line_ids.product_id)
        again.line_ids.product_words = "肥宅水"
        again.action_create_order()
        learnt.invalidate_recordset(["use_count", "last_used"])
        self.assertEqual(learnt.use_count, 1)
        self.assertTrue(learnt.last_used)
        self.assertEqual(self.aliases.search_count([("name", "=", "肥宅水")]), 1)

    def test_a_person_at_the_message_screen_teaches_a_word(self):
        request = self.read("肥宅水4箱")
        line = request.line_ids
        line.action_take({"product_id": self.cola.id})
        if line.verdict != "ok":
            line.action_take({"quantity": 4, "uom_id": self.case.id})
        request.action_create_order()
        self.assertEqual(self.aliases.search([("partner_id", "=", self.shop.id)]).name, "肥宅水")
        self.assertEqual(self.read("肥宅水7箱").line_ids.product_id, self.cola)

    def test_what_was_learnt_is_undone_and_done_again(self):
        self.corrected("肥宅水4箱", "肥宅水", product_id=self.cola.id, quantity=4, uom_id=self.case.id)
        learnt = self.aliases.search([("name", "=", "肥宅水")])
        learnt.action_archive()
        self.assertFalse(self.read("肥宅水5箱").line_ids.product_id)
        learnt.action_unarchive()
        self.assertEqual(self.read("肥宅水5箱").line_ids.product_id, self.cola)

    def test_corrections_that_contradict_wait_for_a_decision(self):
        values = {"quantity": 4, "uom_id": self.case.id}
        self.corrected("肥宅水4箱", "肥宅水", product_id=self.cola.id, **values)
        self.corrected("肥宅水6箱", "肥宅水", product_id=self.milk.id, **values)
        both = self.aliases.search([("name", "=", "肥宅水")], order="id")
        self.assertEqual(both.mapped("state"), ["conflict", "conflict"])
        self.assertFalse(self.read("肥宅水5箱").line_ids.product_id)
        with self.assertRaisesRegex(UserError, "one meaning"):
            both.action_decide()
        both[1].action_decide()
        self.assertEqual(both.mapped("active"), [False, True])
        self.assertEqual(self.read("肥宅水5箱").line_ids.product_id, self.milk)

    def test_a_correction_against_a_typed_word_waits_too(self):
        typed = self.aliases.create(
            {"name": "肥宅水", "product_id": self.milk.id, "partner_id": self.shop.id}
        )
        self.assertEqual(typed.origin, "typed")
        self.corrected("肥宅水4箱", "肥宅水", product_id=self.cola.id, quantity=4, uom_id=self.case.id)
        self.assertEqual(typed.state, "conflict")
        # what is said for all customers stands: this one means something else by it
        common = self.aliases.create({"name": "快乐水", "product_id": self.milk.id})
        self.corrected("快乐水4箱", "快乐水", product_id=self.cola.id, quantity=4, uom_id=self.case.id)
        self.assertEqual(common.state, "used")
        self.assertEqual(self.read("快乐水5箱").line_ids.product_id, self.cola)
        self.assertEqual(self.read("快乐水5箱", self.other).line_ids.product_id, self.milk)

    def test_answers_about_this_order_alone_teach_nothing(self):
        before = self.aliases.search_count([])
        self.corrected("可乐5-6箱", "可乐", quantity=6, uom_id=self.case.id)
        # the product's own name means that product; another one was wanted after all
        self.corrected("可乐 330ml 4箱", "可乐 330ml", product_id=self.milk.id)
        self.assertEqual(self.aliases.search_count([]), before)

    def test_the_unit_of_a_bare_number_is_learnt(self):
        self.shop.fmcg_default_unit = False
        request = self.read("可乐10")
        self.assertEqual(request.line_ids.question_code, "which_unit")
        labels = [answer["uom_id"] for answer in request.line_ids.answers]
        request.line_ids.action_answer(labels.index(self.case.id))
        request.action_create_order()
        learnt = self.aliases.search([("partner_id", "=", self.shop.id)])
        self.assertRecordValues(
            learnt, [{"kind": "usual_unit", "product_id": self.cola.id, "unit_kind": "case"}]
        )
        self.assertEqual(self.known_customer().product_units, {self.cola.id: "case"})
        # two more products that agree make it the unit of everything
        words = [
            {
                "kind": "usual_unit",
                "partner_id": self.shop.id,
                "company_id": self.env.company.id,
                "product_id": product.id,
                "unit_kind": "case",
            }
            for product in self.env["product.product"].create([{"name": "Tea"}, {"name": "Juice"}])
        ]
        self.aliases._learn(words)
        self.assertEqual(self.known_customer().default_unit, "case")

    def known_customer(self):
        knowledge = self.env["fmcg.intake.knowledge"]._knowledge(self.shop)
        return next(customer for customer in knowledge.customers if customer.key == self.shop.id)

    def test_the_unit_that_a_customer_means_by_a_word_is_learnt(self):
        self.cola.uom_ids |= self.tray
        self.corrected("可乐10件", "可乐", uom_id=self.tray.id)
        learnt = self.aliases.search([("partner_id", "=", self.shop.id)])
        self.assertRecordValues(learnt, [{"kind": "unit", "name": "件", "unit_kind": "inner"}])
        self.assertEqual(self.known_customer().unit_words, {"件": "inner"})
        learnt.action_archive()
        self.assertEqual(self.known_customer().unit_words, {})

    def test_the_name_for_which_a_customer_was_chosen_is_learnt(self):
        request = self.env["fmcg.order.request"].receive("chat", "...")
        draft = self.env["fmcg.order.draft"].create(
            {
                "request_id": request.id,
                "partner_id": self.other.id,
                "reading": {"partner_id": None, "question": "which_customer", "words": "河边老王"},
                "line_ids": [
                    (
                        0,
                        0,
                        {"product_id": self.cola.id, "quantity": 1, "uom_id": self.case.id, "verdict": "ok"},
                    )
                ],
            }
        )
        draft.request_id.action_create_order()
        learnt = self.aliases.search([("kind", "=", "customer")])
        self.assertRecordValues(learnt, [{"name": "河边老王", "partner_id": self.other.id}])
        request = self.env["fmcg.order.request"].receive("chat", "河边老王\n可乐2箱")
        request.action_parse()
        self.assertEqual(request.draft_ids.partner_id, self.other)

    def test_a_rep_teaches_and_decides_in_the_own_company(self):
        rep = new_test_user(self.env, "fmcg_alias_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.shop.user_id = rep
        request = self.read("肥宅水4箱").with_user(rep)
        request.line_ids.sudo().product_words = "肥宅水"
        request.line_ids.write({"product_id": self.cola.id, "quantity": 4, "uom_id": self.case.id})
        request.line_ids.action_settle()
        request.action_create_order()
        learnt = self.aliases.search([("name", "=", "肥宅水")])
        self.assertEqual(learnt.confirmed_by, rep)
        learnt.state = "conflict"
        learnt.with_user(rep).action_decide()
        self.assertEqual(learnt.state, "used")

    def test_queries_do_not_grow_with_the_lessons(self):
        shops = self.env["res.partner"].create(
            [{"name": f"Shop {i}", "fmcg_default_unit": "case"} for i in range(51)]
        )
        requests = self.env["fmcg.order.request"].concat(*(self.read("肥宅水4箱", shop) for shop in shops))
        for line in requests.line_ids:
            line.write({"product_words": "肥宅水", "product_id": self.cola.id, "quantity": 4})
            line.write({"uom_id": self.case.id, "verdict": "ok", "question_code": False})
        drafts = requests.draft_ids
        drafts.question_code = False
        counts = []
        for batch in (drafts[:1], drafts[1:]):
            batch.sale_order_id = self.ordered("纯牛奶1箱") if not counts else drafts[0].sale_order_id
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._learn()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(self.aliases.search_count([("name", "=", "肥宅水")]), 51)
        self.assertLessEqual(counts[1], counts[0], f"1 and 50 drafts: {counts}")
