import logging
import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..engine.opinion import MAX_TEXT
from ..models.order_feedback import MAX_FURTHER
from .common_feedback import FeedbackCommon


@tagged("post_install", "-at_install")
class TestCustomerPage(FeedbackCommon, HttpCase):
    """The page over the wire, as a customer without login meets it."""

    def setUp(self):
        super().setUp()
        self.order = self.new_orders(client_order_ref="PO-77")
        self.url = self.order._fmcg_customer_url()
        self.path = self.url.removeprefix(self.order.get_base_url())

    def get(self, path=None):
        self.env.flush_all()
        return self.url_open(path or self.path)

    def post(self, path=None, **form):
        self.env.flush_all()
        response = self.url_open(path or self.path, data=form, allow_redirects=True)
        self.env.invalidate_all()
        return response

    def test_the_customer_follows_an_order_that_is_under_way(self):
        response = self.get()
        self.assertEqual(response.status_code, 200)
        said = " ".join(re.sub(r"<[^>]+>", "", response.text).split())
        for words in (self.order.name, "PO-77", "可乐 330ml", "10 × Case of 24", "= 240 Units", "6 Units"):
            self.assertIn(words, said)
        self.assertNotIn("<form", response.text)
        self.assertNotIn(str(self.order.amount_total), response.text)

    def test_the_page_is_kept_out_of_search_engines_caches_and_referrers(self):
        headers = self.get().headers
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")

    def test_the_customer_rates_a_delivered_order_once(self):
        self.deliver(self.order)
        self.assertIn("<form", self.get().text)
        response = self.post(
            product="5", speed="4", packaging="5", service="5", receipt="complete", text="很好"
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("Thank you!", response.text)
        self.assertIn("很好", response.text)
        self.assertNotIn("<form", response.text)
        feedback = self.order.fmcg_feedback_ids
        self.assertRecordValues(
            feedback, [{"state": "answered", "rating_speed": 4, "receipt": "complete", "text": "很好"}]
        )
        self.assertTrue(self.order.fmcg_closed)
        self.assertEqual(self.order.fmcg_stage, "closed")
        self.assertFalse(self.order.activity_ids)

    def test_a_second_person_changes_nothing_and_loses_nothing(self):
        self.deliver(self.order)
        self.post(product="5")
        again = self.post(product="5")
        self.assertIn("arrived already", again.text)
        self.assertEqual(self.order.fmcg_feedback_ids.further_count, 0)
        response = self.post(product="1", text="<b>Two bottles</b> were broken")
        self.assertIn("answered for this order before", response.text)
        self.assertEqual(self.order.fmcg_feedback_ids.rating_product, 5)
        self.assertIn("&lt;b&gt;Two bottles&lt;/b&gt; were broken", self.order.message_ids[0].body)
        self.assertEqual(self.order.message_ids[0].subtype_id, self.env.ref("mail.mt_note"))

    def test_further_answers_come_to_an_end(self):
        self.deliver(self.order)
        self.post(product="5")
        for number in range(MAX_FURTHER):
            self.post(text=f"Note {number}")
        notes = len(self.order.message_ids)
        self.assertIn("Please call us", self.post(text="One more").text)
        self.assertEqual(len(self.order.message_ids), notes)

    def test_every_wrong_link_gets_the_same_page_that_says_nothing(self):
        token = self.order.sudo().fmcg_customer_token
        long_ago = self.new_orders()
        old = long_ago._fmcg_customer_url().removeprefix(long_ago.get_base_url())
        self.deliver(long_ago)
        long_ago.fmcg_feedback_ids.asked_at = "2020-01-01 08:00:00"
        pages = set()
        for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:20], "x" * 5000, "%00", "a b"):
            response = self.get(f"/fmcg/status/{wrong}")
            self.assertEqual(response.status_code, 404, wrong)
            pages.add(re.sub(r'csrf_token: "[^"]*"', "", response.text))
        response = self.get(old)
        self.assertEqual(response.status_code, 404)
        pages.add(re.sub(r'csrf_token: "[^"]*"', "", response.text))
        self.assertEqual(len(pages), 1)
        self.assertNotIn(self.order.name, pages.pop())
        self.assertEqual(self.post(f"/fmcg/status/{token[:20]}", product="5").status_code, 404)

    def test_the_link_of_one_order_says_nothing_about_another(self):
        other = self.new_orders(client_order_ref="SECRET-1")
        self.deliver(self.order | other)
        response = self.post(product="4", order_id=str(other.id), feedback_id=str(other.fmcg_feedback_ids.id))
        self.assertNotIn("SECRET-1", response.text)
        self.assertEqual(self.order.fmcg_feedback_ids.state, "answered")
        self.assertEqual(other.fmcg_feedback_ids.state, "asked")

    def test_too_long_a_text_comes_back_whole(self):
        self.deliver(self.order)
        text = "长" * (MAX_TEXT + 1)
        response = self.post(product="3", text=text)
        self.assertEqual(response.status_code, 422)
        self.assertIn(text, response.text)
        self.assertRegex(response.text, r'id="product_3"[^>]*checked|checked[^>]*id="product_3"')
        self.assertEqual(self.order.fmcg_feedback_ids.state, "asked")
        self.assertIn("Thank you!", self.post(product="3", text=text[:MAX_TEXT]).text)

    def test_an_enormous_form_is_refused_unread(self):
        self.deliver(self.order)
        self.assertEqual(self.post(text="x" * 300 * 1024).status_code, 413)
        self.assertEqual(self.order.fmcg_feedback_ids.state, "asked")

    def test_nothing_and_nonsense_are_said_politely(self):
        self.deliver(self.order)
        self.assertIn("Nothing was entered", self.post(text=" ").text)
        for form in ({"product": "9"}, {"product": "x"}, {"receipt": "maybe"}):
            self.assertIn("could not be read", self.post(**form).text)
        self.assertEqual(self.order.fmcg_feedback_ids.state, "asked")

    def test_an_answer_before_the_delivery_is_put_off(self):
        self.assertIn("not delivered yet", self.post(product="5").text)
        self.assertFalse(self.order.fmcg_feedback_ids)

    def test_the_page_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.cola.with_context(lang="fr_FR").name = "Boisson au cola"
        self.shop.lang = "fr_FR"
        response = self.get()
        self.assertIn("Boisson au cola", response.text)
        self.assertIn('lang="fr-FR"', response.text)

    def test_a_bad_answer_opens_one_task_for_the_salesperson(self):
        self.deliver(self.order)
        self.post(product="5", receipt="damaged", text="A crate was <i>open</i>")
        self.post(product="1", text="still")
        activity = self.order.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.rep)
        self.assertEqual(activity.activity_type_id, self.env.ref("fmcg_order_mgmt.activity_bad_feedback"))
        self.assertTrue(activity.date_deadline)
        self.assertIn("&lt;i&gt;open", activity.note)

    def test_the_access_log_does_not_tell_the_token(self):
        token = self.order.sudo().fmcg_customer_token
        line = {"msg": '"%s" %s', "args": (f"GET {self.path}?said=same HTTP/1.1", 200)}
        record = logging.makeLogRecord(line)
        logging.getLogger("werkzeug").filter(record)
        self.assertNotIn(token, record.getMessage())
        self.assertEqual(record.getMessage(), '"GET /fmcg/status/...?said=same HTTP/1.1" 200')

    def test_the_token_is_for_nobody_and_the_link_for_the_team(self):
        own = self.order.with_user(self.rep)
        self.assertEqual(own.fmcg_customer_url, self.url)
        with self.assertRaises(AccessError):
            own.read(["fmcg_customer_token"])
        with self.assertRaises(AccessError):
            own.write({"fmcg_customer_token": "x"})
        clerk = new_test_user(self.env, "fmcg_clerk", groups="account.group_account_invoice")
        for name in ("customer_page", "customer_link", "send_customer_page"):
            with self.assertRaises(AccessError):
                getattr(self.order.with_user(clerk), f"action_fmcg_{name}")()

    def test_the_link_goes_by_mail_and_not_into_the_history(self):
        token = self.order.sudo().fmcg_customer_token
        self.env.ref("fmcg_order_mgmt.mail_template_customer_page").auto_delete = False
        action = self.order.with_user(self.rep).action_fmcg_send_customer_page()
        before = self.env["mail.mail"].sudo().search([])
        composers = self.env["mail.compose.message"].with_user(self.rep)
        composer = composers.with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids, self.shop)
        self.assertIn(self.order.name, composer.subject)
        composer.action_send_mail()
        mail = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(mail.recipient_ids, self.shop)
        self.assertIn(f"/fmcg/status/{token}", mail.body_html)
        self.assertNotIn(token, "".join(self.order.message_ids.mapped("body")))

    def test_a_customer_without_address_cannot_be_mailed(self):
        self.shop.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.order.action_fmcg_send_customer_page()

    def test_a_copied_order_has_no_link(self):
        self.assertFalse(self.order.copy().fmcg_customer_url)
