from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .review_ask_common import NOW, ReviewAskCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewQuestion(ReviewAskCommon):
    """The customer and a manager are asked during a review; what was asked and answered is kept."""

    # The ready question -----------------------------------------------------------------------------------

    def test_the_question_is_in_the_customers_language_with_the_figures(self):
        order = self.short()
        text = self.desk.question(order.id, self.finding(order).id)["text"]
        self.assertIn("Hello Lakeside Shop,", text)
        self.assertIn("You ordered 3 Units of Milk, and we have 0.", text)
        self.assertIn(order.name, text)
        self.assertIn(self.ann.name, text)
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shop.lang = "fr_FR"
        self.milk.with_context(lang="fr_FR").name = "Lait"
        self.piece.with_context(lang="fr_FR").name = "Unités"
        self.milk.default_code = "M-1"
        order.action_fmcg_review()
        text = self.desk.question(order.id, self.finding(order).id)["text"]
        self.assertIn("3 Unités", text)
        self.assertIn("Lait", text)
        self.assertNotIn("M-1", text)
        self.env["res.lang"]._activate_lang("zh_CN")
        self.shop.lang = "zh_CN"
        text = self.desk.question(order.id, self.finding(order).id)["text"]
        self.assertIn("您订了 Milk 3 ", text)

    def test_what_is_no_matter_for_the_customer_is_asked_in_general(self):
        order = self.short()
        finding = self.finding(order)
        finding.write({"code": "check_failed", "figures": {"reason": "ValueError: secret"}})
        text = self.desk.question(order.id, finding.id)["text"]
        self.assertIn("is everything on it as you want it?", text)
        self.assertNotIn("secret", text)
        self.assertEqual(text, self.desk.question(order.id)["text"])

    def test_how_the_customer_is_reached(self):
        order = self.short()
        told = self.desk.question(order.id)
        self.assertEqual((told["email"], told["phone"]), ("lakeside@example.com", "+1 555 0100"))
        self.shop.write({"email": False, "phone": False})
        told = self.desk.question(order.id)
        self.assertEqual((told["email"], told["phone"]), ("", ""))
        self.shop.parent_id = self.env["res.partner"].create(
            {"name": "Chain", "is_company": True, "email": "hq@example.com", "phone": "1"}
        )
        self.assertEqual(self.desk.question(order.id)["email"], "hq@example.com")

    # Asking the customer ----------------------------------------------------------------------------------

    def test_a_question_is_sent_kept_and_waited_for(self):
        order, clean = self.short(), self.waiting()
        finding = self.finding(order)
        self.assertEqual(self.first_rows(), [order.id, clean.id])
        outcome = self.ask(order, "Is 3 right?\n<b>Ann</b>", finding_id=finding.id)
        self.assertEqual((outcome["state"], outcome["level"]), ("done", "success"))
        self.assertEqual(outcome["notice"], f"{order.name} waits for the customer since 9:00\u202fAM.")
        question = self.question(order)
        self.assertRecordValues(
            question,
            [
                {
                    "asked": "customer",
                    "partner_id": self.shop.id,
                    "user_id": self.ann.id,
                    "finding_id": finding.id,
                    "finding_text": finding.message,
                    "text": "Is 3 right?\n<b>Ann</b>",
                    "by_mail": True,
                    "date": NOW,
                    "state": "open",
                    "company_id": self.company.id,
                }
            ],
        )
        message = order.message_ids.filtered(lambda message: self.shop in message.partner_ids)
        self.assertIn("&lt;b&gt;Ann&lt;/b&gt;", message.body)
        self.assertIn(
            self.shop,
            message.notification_ids.filtered(lambda n: n.notification_type == "email").res_partner_id,
        )
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(order.fmcg_asked_at, NOW)
        self.assertEqual(order.fmcg_reviewer_id, self.ann)
        activity = self.activities(order)
        self.assertEqual(activity, self.activities(order, "customer_asked"))
        self.assertRecordValues(activity, [{"user_id": self.ann.id, "date_deadline": NOW.date()}])
        queue = self.desk.queue()
        self.assertEqual([row["id"] for row in queue["rows"]], [clean.id, order.id])
        self.assertEqual(
            (queue["asked"], queue["rows"][1]["waits"]), (1, "waits for the customer since 9:00\u202fAM")
        )

    def test_what_waits_is_late_all_the_same(self):
        order = self.short(date_order="2026-03-02 09:00:00")
        self.ask(order)
        queue = self.desk.queue()
        self.assertEqual((queue["late"], queue["count"]), (1, 1))
        self.assertTrue(queue["rows"][0]["cut_off"])

    def test_without_an_address_it_is_asked_in_another_way(self):
        order = self.short()
        self.shop.email = False
        with self.assertRaisesRegex(UserError, "No e-mail address"):
            self.ask(order)
        self.ask(order, by_mail=False)
        self.assertFalse(self.question(order).by_mail)
        self.assertFalse(order.message_ids.notification_ids.filtered(lambda n: n.res_partner_id == self.shop))
        self.assertIn("Is 3 right?", order.message_ids[0].body)

    def test_a_question_wants_words_and_an_order_that_waits(self):
        order = self.short()
        for text in ("", "  ", None, 7, "x" * 5001):
            with self.assertRaises(UserError):
                self.ask(order, text)
        with self.assertRaisesRegex(UserError, "does not find this any more"):
            self.ask(order, finding_id=self.finding(self.short()).id)
        self.assertFalse(order.fmcg_question_ids)
        order.with_user(self.ann).action_fmcg_reject("No")
        with self.assertRaisesRegex(UserError, "waits for no decision"):
            order.with_user(self.ann)._fmcg_ask_customer("Sure?")

    def test_two_at_once(self):
        order = self.short()
        seen = self.seen(order)
        self.ask(order, user=self.bob)
        for outcome in (
            self.desk.ask_customer(order.id, "Is 3 right?", seen=seen),
            self.desk.ask_manager(order.id, self.manager.id, "May we?", seen=seen),
            self.desk.answer(order.id, self.question(order).id, "Yes", seen=seen),
            self.desk.withdraw(order.id, self.question(order).id, seen=seen),
            self.desk.approve(order.id, "", seen=seen),
        ):
            self.assertEqual((outcome["state"], outcome["level"]), ("changed", "warning"))
        self.assertEqual(len(order.fmcg_question_ids), 1)
        self.assertEqual(self.question(order).state, "open")

    def test_who_has_the_order_keeps_it_when_somebody_else_asks(self):
        order = self.short()
        order.with_user(self.bob).action_fmcg_take()
        self.ask(order)
        self.assertEqual(order.fmcg_reviewer_id, self.bob)
        self.assertEqual(self.activities(order).user_id, self.ann)

    # The answer -------------------------------------------------------------------------------------------

    def test_an_answer_by_telephone_brings_the_order_back(self):
        order, soon = self.short(), self.waiting()
        self.ask(order)
        soon.with_user(self.ann).action_fmcg_take()
        question = self.question(order)
        with self.assertRaisesRegex(UserError, "no words"):
            self.desk.answer(order.id, question.id, " ", seen=self.seen(order))
        self.desk.answer(order.id, question.id, "said on the phone: 30", seen=self.seen(order))
        self.assertEqual(self.first_rows(), [order.id, soon.id])
        self.assertTrue(self.desk.queue()["rows"][0]["answered"])
        self.assertEqual((question.state, question.answer), ("answered", "said on the phone: 30"))
        self.assertFalse(order.fmcg_asked_at)
        self.assertEqual(self.activities(order), self.activities(order, "order_to_review"))
        (told,) = self.desk.order(order.id)["questions"]
        self.assertEqual([answer["text"] for answer in told["answers"]], ["said on the phone: 30"])
        with self.assertRaisesRegex(UserError, "answered or taken back"):
            self.desk.answer(order.id, question.id, "Again", seen=self.seen(order))

    def test_a_question_is_taken_back(self):
        order = self.short()
        self.ask(order)
        self.desk.withdraw(order.id, self.question(order).id, seen=self.seen(order))
        self.assertEqual(self.question(order).state, "withdrawn")
        self.assertFalse(order.fmcg_asked_at or order.fmcg_answered_at)
        self.assertFalse(self.activities(order, "customer_asked"))

    def test_a_decision_ends_what_was_asked(self):
        approved, rejected, cancelled = self.short(), self.short(), self.short()
        for order in approved | rejected | cancelled:
            self.ask(order)
        self.desk.approve(approved.id, "", self.seen(approved))
        self.desk.reject(rejected.id, "No", self.seen(rejected))
        cancelled.with_user(self.ann)._action_cancel()
        orders = approved | rejected | cancelled
        self.assertEqual(set(orders.fmcg_question_ids.mapped("state")), {"withdrawn"})
        self.assertFalse(self.activities(orders))
        self.assertFalse(any(orders.mapped("fmcg_asked_at")))
        self.assertFalse(cancelled.fmcg_reviewer_id)

    # Asking a manager -------------------------------------------------------------------------------------

    def test_the_managers_who_are_there_come_first(self):
        order = self.short()
        self.listed(self.other_boss, away=True)
        self.listed(self.manager)
        told = self.desk.managers(order.id)
        self.assertEqual(told[0], {"id": self.manager.id, "name": self.manager.name, "presence": "Here"})
        self.assertEqual(told[-1]["id"], self.other_boss.id)
        self.assertNotIn(self.ann.id, [each["id"] for each in told])
        self.env["fmcg.reviewer"].search([]).away = False
        self.waiting(2).with_user(self.manager).action_fmcg_take()
        self.assertEqual(self.desk.managers(order.id)[0]["id"], self.other_boss.id)
        mine = self.desk.with_user(self.other_boss).managers(order.id)
        self.assertNotIn(self.other_boss.id, [each["id"] for each in mine])

    def test_the_order_stands_first_with_the_manager(self):
        other, order = self.waiting(), self.short()
        other.with_user(self.manager).action_fmcg_take()
        order.with_user(self.ann).action_fmcg_take()
        outcome = self.ask_boss(order, "May we, <i>boss</i>?")
        self.assertEqual(outcome["notice"], f"{order.name} waits for {self.manager.name}.")
        self.assertEqual(order.fmcg_reviewer_id, self.manager)
        self.assertEqual(order.fmcg_reviewer_text, "Was asked to decide.")
        self.assertEqual(self.first_rows(self.manager), [order.id, other.id])
        activity = self.activities(order)
        self.assertEqual(activity, self.activities(order, "decision_asked"))
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("May we, &lt;i&gt;boss", activity.note)
        # No plan takes it away, though the manager is on no list.
        self.listed(self.bob)
        self.plan()
        self.assertEqual(order.fmcg_reviewer_id, self.manager)
        self.desk.with_user(self.manager).approve(order.id, "Fine", self.seen(order, self.manager))
        self.assertEqual(order.fmcg_review_state, "approved")
        self.assertEqual(
            (self.question(order).state, self.question(order).answer), ("answered", "Approved: Fine")
        )
        self.assertFalse(self.activities(order))

    def test_a_manager_answers_and_gives_it_back(self):
        order = self.short()
        self.ask_boss(order)
        question = self.question(order)
        with self.assertRaisesRegex(AccessError, "a manager answers"):
            self.desk.answer(order.id, question.id, "Yes", seen=self.seen(order))
        self.desk.with_user(self.manager).answer(
            order.id, question.id, "Yes, this once", seen=self.seen(order, self.manager)
        )
        self.assertEqual(order.fmcg_reviewer_id, self.ann)
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(question.answer_ids.partner_id, self.manager.partner_id)
        self.assertFalse(order.fmcg_asked_manager_id)
        self.assertEqual(self.activities(order), self.activities(order, "order_to_review"))
        self.assertEqual(self.activities(order).user_id, self.ann)

    def test_who_takes_the_order_leaves_it_in_the_managers_sight(self):
        other, order = self.waiting(), self.short()
        other.with_user(self.manager).action_fmcg_take()
        self.ask_boss(order)
        order.with_user(self.bob).action_fmcg_take()
        self.assertEqual(self.first_rows(self.manager), [order.id, other.id])
        self.desk.with_user(self.manager).answer(
            order.id, self.question(order).id, "Yes", seen=self.seen(order, self.manager)
        )
        self.assertEqual(order.fmcg_reviewer_id, self.bob)

    def test_another_manager_is_asked_instead(self):
        order = self.short()
        self.ask_boss(order)
        self.ask_boss(order, boss=self.other_boss)
        self.assertEqual(order.fmcg_question_ids.mapped("state"), ["open", "withdrawn"])
        self.assertEqual(order.fmcg_reviewer_id, self.other_boss)
        self.assertEqual(self.activities(order).user_id, self.other_boss)
        for wrong in (self.bob, self.rep, self.ann):
            with self.assertRaisesRegex(UserError, "Choose somebody else"):
                self.ask_boss(order, boss=wrong)

    def test_the_first_of_two_approvals_gives_the_order_back(self):
        self.company.fmcg_four_eyes_from = 1
        order = self.short()
        self.ask_boss(order)
        self.desk.with_user(self.manager).approve(order.id, "", self.seen(order, self.manager))
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(self.question(order).state, "answered")
        self.assertEqual(order.fmcg_reviewer_id, self.ann)

    # Who may ----------------------------------------------------------------------------------------------

    def test_only_reviewers_ask(self):
        order = self.short()
        self.ask(order)
        question, desk = self.question(order), self.desk.with_user(self.rep)
        for ask in (
            lambda: desk.question(order.id),
            lambda: desk.managers(order.id),
            lambda: desk.ask_customer(order.id, "Sure?"),
            lambda: desk.ask_manager(order.id, self.manager.id, "May we?"),
            lambda: desk.answer(order.id, question.id, "Yes"),
            lambda: desk.withdraw(order.id, question.id),
            lambda: desk.begin(order.id),
            lambda: order.with_user(self.rep).action_fmcg_ask_customer(),
            lambda: order.with_user(self.rep).action_fmcg_ask_manager(),
            lambda: question.with_user(self.rep).action_withdraw(),
            lambda: self.finding(order).with_user(self.rep).action_ask_customer(),
            lambda: self.env["fmcg.review.ask"].with_user(self.rep).create({"order_id": order.id}),
        ):
            with self.assertRaises(AccessError):
                ask()

    def test_a_rep_reads_the_questions_of_own_orders(self):
        mine, other = self.short(), self.short(user_id=self.ann.id)
        for order in mine | other:
            self.ask(order)
            self.desk.answer(order.id, self.question(order).id, "Yes", seen=self.seen(order))
        for name in ("question", "answer"):
            found = self.env[f"fmcg.review.{name}"].with_user(self.rep).search([])
            self.assertEqual(found.order_id & (mine | other), mine)

    def test_what_was_asked_and_answered_stays(self):
        order = self.short()
        self.ask(order)
        self.desk.answer(order.id, self.question(order).id, "Yes", seen=self.seen(order))
        question = self.question(order)
        for record in (question, question.answer_ids):
            for user in (self.env.user, self.manager):
                kept = record.with_user(user)
                for change in (
                    lambda kept=kept: kept.write({"text": "Other"}),
                    lambda kept=kept: kept.unlink(),
                    lambda kept=kept: kept.create({"text": "Other"}),
                ):
                    with self.assertRaises(AccessError):
                        change()
        with self.assertRaisesRegex(UserError, "follows the questions"):
            order.with_user(self.manager).fmcg_asked_at = NOW
        with self.assertRaisesRegex(UserError, "follows the questions"):
            self.order(user=self.manager, fmcg_asked_manager_id=self.manager.id)

    # In Odoo's own form -----------------------------------------------------------------------------------

    def test_the_form_asks_and_notes(self):
        order = self.short().with_user(self.ann)
        action = self.finding(order).action_ask_customer()
        form = self.env[action["res_model"]].with_user(self.ann).with_context(**action["context"])
        wizard = form.create({})
        self.assertIn("You ordered 3 Units", wizard.text)
        wizard.action_send()
        question = self.question(order)
        self.assertEqual((question.state, question.finding_id), ("open", self.finding(order)))
        action = question.action_note_answer()
        reply = self.env[action["res_model"]].with_user(self.ann).with_context(**action["context"])
        reply.create({"text": "Yes"}).action_keep()
        self.assertEqual(question.state, "answered")
        action = order.action_fmcg_ask_manager()
        form = self.env[action["res_model"]].with_user(self.ann).with_context(**action["context"])
        wizard = form.create({"text": "May we?", "manager_id": self.manager.id})
        self.assertIn(self.manager, wizard.manager_ids)
        wizard.action_hand_over()
        self.assertEqual(order.fmcg_asked_manager_id, self.manager)
        found = self.env["sale.order"].search([("fmcg_asked_at", "!=", False)])
        self.assertNotIn(order, found)
