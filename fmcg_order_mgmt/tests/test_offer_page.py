import logging
import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .counter_offer_common import CounterOfferCommon


@tagged("post_install", "-at_install")
class TestOfferPage(CounterOfferCommon, HttpCase):
    """The customer's choice over the wire, as a customer without login meets it."""

    def setUp(self):
        super().setUp()
        self.order_short = self.short()
        self.sent = self.offer(self.order_short)
        self.path = self.link(self.sent)

    def link(self, offer):
        offer.with_user(self.rep).action_link()
        return offer.url.removeprefix(offer.order_id.get_base_url())

    def get(self, path=None):
        self.env.flush_all()
        return self.url_open(path or self.path)

    def post(self, *kinds, path=None, offer=None, **form):
        offer = offer or self.sent
        for kind in kinds:
            option = self.option(offer, kind)
            first = offer.line_ids.filtered(lambda line, option=option: line.line_id == option.line_id)[0]
            form[f"short_{first.id}"] = str(option.id)
        self.env.flush_all()
        response = self.url_open(path or self.path, data=form, allow_redirects=True)
        self.env.invalidate_all()
        return response

    def said(self, response):
        return " ".join(re.sub(r"<[^>]+>", "", response.text).split())

    def test_the_customer_sees_what_is_short_and_what_there_is(self):
        response = self.get()
        self.assertEqual(response.status_code, 200)
        said = self.said(response)
        for words in (self.order_short.name, "60 Units Milk: only 40", "20 Units Soya Drink instead"):
            self.assertIn(words, said)
        self.assertIn("3.00 / Units", said)
        self.assertIn("Our advice", said)
        for secret in ("Score", "Margin", self.rep.name):
            self.assertNotIn(secret, said)
        headers = response.headers
        self.assertEqual((headers["Referrer-Policy"], headers["Cache-Control"]), ("no-referrer", "no-store"))

    def test_the_customer_chooses_once(self):
        response = self.post("later")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Thank you!", response.text)
        self.assertNotIn("<form", response.text)
        second = self.order_short.fmcg_split_ids
        self.assertEqual(self.lines(second), [("Milk", 20, "Units")])
        self.assertRecordValues(
            self.sent, [{"state": "answered", "answered_by": "customer", "answered_user_id": False}]
        )
        self.assertEqual(self.sent.line_ids.filtered("chosen").kind, "later")
        # Said again, or otherwise, it changes nothing; what was answered is shown.
        again = self.post("none")
        self.assertNotIn("Thank you!", again.text)
        self.assertIn("This was chosen", again.text)
        self.assertIn("20 Units on", self.said(again))
        self.assertEqual(self.order_short.fmcg_split_ids, second)
        self.assertEqual(self.lines(self.order_short)[1], ("Milk", 40, "Units"))
        note = self.order_short.message_ids.filtered(lambda message: "customer answered" in message.body)
        self.assertEqual(note.partner_ids, self.rep.partner_id)

    def test_what_is_declined_is_lost(self):
        self.post("none")
        self.assertEqual(self.lost(self.order_short), [("declined", self.milk, 60)])

    def test_every_wrong_link_gets_the_same_page_that_says_nothing(self):
        token, key = self.sent.sudo().token, self.sent.id
        other = self.offer(self.short())
        pages = set()
        for path in (
            f"{key}/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
            f"{key}/{token[:20]}",
            f"{key}/{'x' * 3000}",
            f"{other.id}/{token}",
            f"{key + 10**6}/{token}",
            f"{10**18}/{token}",
            f"0/{token}",
        ):
            response = self.get(f"/fmcg/offer/{path}")
            self.assertEqual(response.status_code, 404, path)
            pages.add(re.sub(r'csrf_token: "[^"]*"', "", response.text))
            self.assertEqual(self.post("none", path=f"/fmcg/offer/{path}").status_code, 404)
        self.assertEqual(len(pages), 1)
        self.assertNotIn(self.order_short.name, pages.pop())
        self.assertEqual(self.sent.state, "sent")

    def test_the_time_is_over(self):
        self.sent.sudo().expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self.assertIn("The time to choose is over", self.get().text)
        response = self.post("none")
        self.assertIn("The time to choose is over", response.text)
        self.assertEqual(self.lines(self.order_short)[1], ("Milk", 60, "Units"))
        self.env.ref("fmcg_order_mgmt.ir_cron_expire_counter_offers").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.sent.state, "expired")
        self.assertIn("The time to choose is over", self.get().text)
        # The team works it out again; the old link stays dead.
        anew = self.offer(self.order_short)
        self.assertNotEqual(anew, self.sent)
        self.assertIn("The time to choose is over", self.get().text)

    def test_the_order_changed_while_the_link_was_open(self):
        self.order_short.order_line[1].product_uom_qty = 50
        self.assertIn("Your order has changed since", self.get().text)
        response = self.post("less")
        self.assertIn("Your order has changed since", response.text)
        self.assertEqual(self.lines(self.order_short)[1], ("Milk", 50, "Units"))
        self.assertEqual(self.sent.state, "sent")

    def test_the_order_was_confirmed_or_cancelled_meanwhile(self):
        self.approve(self.order_short, "Known")
        self.assertIn("Your order has changed since", self.post("less").text)
        self.assertEqual(self.lines(self.order_short)[1], ("Milk", 60, "Units"))

    def test_withdrawn(self):
        self.sent.with_user(self.rep).action_withdraw()
        self.assertIn("nothing to choose any more", self.post("less").text)
        self.assertEqual(self.lines(self.order_short)[1], ("Milk", 60, "Units"))

    def test_goods_that_went_meanwhile_leave_the_choice_open(self):
        self.stock(self.soy, -490)
        response = self.post("substitute")
        self.assertIn("are not there any more", response.text)
        self.assertIn("<form", response.text)
        self.assertEqual((self.sent.state, len(self.order_short.order_line)), ("sent", 2))
        self.assertIn("Thank you!", self.post("later").text)

    def test_an_answer_that_is_none(self):
        first = self.sent.line_ids[0]
        foreign = self.offer(self.short((self.cola, 1, self.piece), (self.milk, 70, self.piece))).line_ids[0]
        for form in ({"x": "1"}, {f"short_{first.id}": "x"}, {f"short_{first.id}": str(foreign.id)}):
            response = self.post(**form)
            self.assertEqual(response.status_code, 422)
            self.assertIn("Please choose for each product", response.text)
        self.assertEqual(self.sent.state, "sent")
        self.assertEqual(self.post(text="x" * 70 * 1024).status_code, 413)

    def test_the_page_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.soy.with_context(lang="fr_FR").name = "Boisson au soja"
        self.shop.lang = "fr_FR"
        response = self.get()
        self.assertIn("Boisson au soja", response.text)
        self.assertIn('lang="fr-FR"', response.text)

    def test_the_access_log_does_not_tell_the_token(self):
        record = logging.makeLogRecord({"msg": "%s", "args": (f"GET {self.path}?said=gone HTTP/1.1",)})
        logging.getLogger("werkzeug").filter(record)
        self.assertEqual(record.getMessage(), f"GET /fmcg/offer/{self.sent.id}/...?said=gone HTTP/1.1")

    def test_the_link_goes_by_mail_and_not_into_the_history(self):
        token = self.sent.sudo().token
        action = self.sent.with_user(self.rep).action_send()
        before = self.env["mail.mail"].sudo().search([])
        self.env.ref("fmcg_order_mgmt.mail_template_counter_offer").auto_delete = False
        composers = self.env["mail.compose.message"].with_user(self.rep)
        composer = composers.with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids, self.shop)
        composer.action_send_mail()
        mail = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(mail.recipient_ids, self.shop)
        self.assertIn(f"/fmcg/offer/{self.sent.id}/{token}", mail.body_html)
        self.assertNotIn(token, "".join(self.order_short.message_ids.mapped("body")))

    def test_a_customer_without_address_gets_the_link_otherwise(self):
        self.shop.email = False
        with self.assertRaisesRegex(UserError, "No e-mail address"):
            self.sent.with_user(self.rep).action_send()
