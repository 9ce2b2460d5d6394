from email.message import EmailMessage
from email.policy import SMTP

from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .review_ask_common import NOW, ReviewAskCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewReply(ReviewAskCommon):
    """What the customer answers by e-mail comes to the review."""

    def asked(self):
        order = self.short()
        self.ask(order)
        self.sent = order.message_ids.filtered(lambda message: self.shop in message.partner_ids)
        return order

    def reply(self, body, sender="Li <lakeside@example.com>", html=None, **headers):
        """Deliver a raw e-mail that answers what was sent."""
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, f"catchall@{self.company.alias_domain_id.name}"
        mail["Subject"], mail["Message-Id"] = "Re: order", f"<reply-{len(body)}@example.com>"
        mail["In-Reply-To"] = mail["References"] = self.sent.message_id
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        if html:
            mail.add_alternative(html, subtype="html")
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, mail.as_bytes(policy=SMTP))

    def test_the_customers_words_bring_the_order_back(self):
        order, other = self.asked(), self.waiting()
        self.assertEqual(self.first_rows(), [other.id, order.id])
        self.reply("Yes, 3 is right.\r\n可以\r\n\r\n> Is 3 right?\r\n")
        question = self.question(order)
        self.assertEqual(question.state, "answered")
        self.assertEqual(question.answer, "Yes, 3 is right.\n可以")
        self.assertRecordValues(
            question.answer_ids, [{"partner_id": self.shop.id, "user_id": False, "date": NOW}]
        )
        self.assertFalse(order.fmcg_asked_at)
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(self.first_rows(), [order.id, other.id])
        (told,) = self.desk.order(order.id)["questions"]
        self.assertEqual(told["answers"][0]["by"], self.shop.display_name)
        self.assertFalse(self.activities(order, "customer_asked"))
        self.assertEqual(self.activities(order, "order_to_review").user_id, self.ann)
        # It is an answer, no new order.
        self.assertFalse(self.env["fmcg.order.request"].search([("sender", "ilike", "lakeside@example.com")]))

    def test_what_is_quoted_in_html_is_left_out(self):
        order = self.asked()
        quote = "<div class='gmail_quote'>On Monday we wrote:<blockquote>Is 3 right?</blockquote></div>"
        self.reply("Take 30", html=f"<div>Take <b>30</b></div>{quote}")
        self.assertEqual(self.question(order).answer, "Take 30")

    def test_whoever_is_unknown_may_answer_from_another_address(self):
        order = self.asked()
        self.reply("From my wife's address: yes", sender="wife@example.org")
        self.assertEqual(self.question(order).state, "answered")

    def test_a_machine_or_a_colleague_is_no_answer(self):
        order = self.asked()
        self.reply("I am away until Monday", Auto_Submitted="auto-replied")
        new_test_user(self.env, "fmcg_colleague", email="colleague@example.net")
        self.reply("Did they answer you?", sender="colleague@example.net")
        order.with_user(self.ann).message_post(body="I call them", subtype_xmlid="mail.mt_comment")
        self.assertEqual(self.question(order).state, "open")
        self.assertEqual(order.fmcg_asked_at, NOW)

    def test_an_answer_that_comes_late_changes_nothing(self):
        order = self.asked()
        self.desk.reject(order.id, "Too late", self.seen(order))
        self.reply("Yes, please")
        self.assertEqual(self.question(order).state, "withdrawn")
        self.assertEqual(order.fmcg_review_state, "rejected")
        self.assertIn("Yes, please", order.message_ids[0].body)

    def test_an_answer_while_somebody_decides_is_seen_first(self):
        order = self.asked()
        seen = self.seen(order)
        self.reply("No, 30!")
        outcome = self.desk.approve(order.id, "", seen)
        self.assertEqual(outcome["state"], "changed")
        self.assertEqual(order.fmcg_review_state, "pending")
