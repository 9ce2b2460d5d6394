import json
import threading
import urllib.error
import urllib.request
from datetime import timedelta
from functools import partial

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, HttpCase, get_db_name, new_test_user, tagged
from odoo.tests.common import release_test_lock
from odoo.tools import config, mute_logger

from ..controllers.order_api import MAX_BODY
from ..models.order_request import FmcgOrderRequest
from .test_order_request import OrderRequestCase

ROUTE = "/fmcg/api/orders"


def new_key(user):
    """Return an API key of the user for calls from outside."""
    tomorrow = fields.Datetime.now() + timedelta(days=1)
    return user.env["res.users.apikeys"].with_user(user)._generate("rpc", "Orders", tomorrow)


@tagged("post_install", "-at_install")
class TestOrderApi(OrderRequestCase, HttpCase):
    """Other software sends orders as JSON and asks how far they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["fmcg.order.request"]
        cls.rep = new_test_user(cls.env, "fmcg_api", groups="fmcg_order_mgmt.group_fmcg_rep")
        cls.key = new_key(cls.rep)
        cls.cola.default_code = "COLA"
        cls.shop.ref = "SHOP-7"
        cls.shop.customer_rank = 1

    def order(self, quantity=10, **values):
        lines = [{"code": "COLA", "quantity": quantity, "unit": "case"}]
        return {"customer": "Lakeside Shop", "reference": "PO-1", "lines": lines} | values

    def call(self, data=None, path=ROUTE, method="POST", key=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Content-Type", "application/json")
        headers.setdefault("Authorization", f"Bearer {key or self.key}")
        data = data if isinstance(data, bytes | None) else json.dumps(data).encode()
        return self.url_open(path, data=data, headers=headers, method=method)

    def assert_refused(self, response, status, code):
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.headers["Content-Type"], "application/json; charset=utf-8")
        self.assertEqual(response.json()["error"], code)
        self.assertTrue(response.json()["message"])

    def test_an_order_is_taken_in_and_asked_for(self):
        response = self.call(self.order(), Idempotency_Key="A-1")
        self.assertEqual(response.status_code, 201, response.text)
        told = response.json()
        request = self.model.browse(told["id"])
        self.assertEqual((told["name"], told["state"], told["reference"]), (request.name, "ready", "A-1"))
        self.assertEqual(request.channel_id.code, "api")
        self.assertEqual(request.draft_ids.partner_id, self.shop)
        self.assertEqual(request.line_ids.base_quantity, 240)
        self.assertEqual(request.create_uid, self.rep)
        self.assertEqual(response.headers["Location"], f"{ROUTE}/{request.id}")
        self.assertEqual(self.call(path=f"{ROUTE}/{request.id}", method="GET").json(), told)
        request.action_create_order()
        (draft,) = self.call(path=f"{ROUTE}/{request.id}", method="GET").json()["drafts"]
        order = request.sale_order_ids
        self.assertEqual((draft["order"], draft["stage"]), (order.name, order.fmcg_stage))
        self.assertEqual(draft["lines"][0]["code"], "COLA")

    def test_the_same_key_is_the_same_order(self):
        first = self.call(self.order(), Idempotency_Key="A-1")
        again = self.call(self.order(), Idempotency_Key="A-1")
        self.assertEqual((first.status_code, again.status_code), (201, 200))
        self.assertEqual(again.json(), first.json())
        self.assert_refused(self.call(self.order(11), Idempotency_Key="A-1"), 409, "conflict")
        self.assertEqual(self.model.search_count([("external_ref", "=", "A-1")]), 1)

    def test_the_same_goods_without_a_key_are_held(self):
        first = self.call(self.order(reference="")).json()
        again = self.call(self.order(reference="")).json()
        self.assertEqual((first["state"], again["state"]), ("ready", "question"))
        self.assertEqual(again["same_as"], first["name"])

    def test_a_customer_whom_nobody_knows_is_a_question(self):
        for customer in ("Nobody Ever", ""):
            told = self.call(self.order(customer=customer)).json()
            self.assertEqual(told["state"], "question")
            self.assertTrue(told["reason"])

    @mute_logger("odoo.http")
    def test_what_is_no_order_is_refused_with_its_reason(self):
        before = self.model.search_count([])
        self.assert_refused(self.call(b"{"), 400, "bad_json")
        self.assert_refused(self.call("可乐".encode("gbk")), 400, "bad_json")
        self.assert_refused(self.call(b"[" * 100000), 400, "bad_json")
        for no_order in ({}, [], 7, {"lines": []}, {"lines": ["x"]}, [self.order(), {}]):
            self.assert_refused(self.call(no_order), 422, "no_order")
        many = self.order(lines=[{"code": "COLA", "quantity": 1}] * 5001)
        self.assert_refused(self.call(many), 422, "too_long")
        self.assert_refused(self.call(b" " * (MAX_BODY + 1)), 413, "too_large")
        self.assert_refused(self.call(self.order(), Content_Type="text/plain"), 415, "unsupported_media_type")
        self.assert_refused(self.call(self.order(), Idempotency_Key="x" * 256), 400, "bad_key")
        self.assertEqual(self.model.search_count([]), before)

    @mute_logger("odoo.http")
    def test_only_a_key_opens_the_door(self):
        for header in ("", "Bearer nonsense", "Basic YWRtaW46YWRtaW4="):
            refused = self.call(self.order(), Authorization=header)
            self.assert_refused(refused, 401, "unauthorized")
            self.assertEqual(refused.headers["WWW-Authenticate"], "Bearer")
        self.authenticate("admin", "admin")
        self.assert_refused(self.call(self.order(), Authorization=""), 401, "unauthorized")

    def test_who_may_not_enter_messages_is_told_so(self):
        driver = new_test_user(self.env, "fmcg_driver", groups="fmcg_order_mgmt.group_fmcg_driver")
        with mute_logger("odoo.addons.base.models.ir_model", "odoo.http"):
            self.assert_refused(self.call(self.order(), key=new_key(driver)), 403, "forbidden")

    def test_an_order_of_somebody_else_is_not_shown(self):
        other = new_test_user(self.env, "fmcg_other", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.shop.user_id = other
        request = self.model.with_user(other).receive("api", "可乐10箱", partner_id=self.shop.id)
        for number in (request.id, 2**31 - 1, 2**40):
            found = self.call(path=f"{ROUTE}/{number}", method="GET")
            self.assert_refused(found, 404, "not_found")

    def test_an_order_that_cannot_be_read_is_kept(self):
        def fail(_requests):
            raise ZeroDivisionError("boom")

        self.patch(self.env.registry[self.model._name], "action_parse", fail)
        told = self.call(self.order()).json()
        self.assertEqual(told["state"], "blocked")
        self.assertIn("boom", told["reason"])

    def test_json_2_takes_messages_too(self):
        values = {"channel": "api", "body": "可乐10箱", "partner_id": self.shop.id, "external_ref": "J-1"}
        numbers = [self.call(values, "/json/2/fmcg.order.request/receive").json() for _twice in range(2)]
        self.assertEqual(numbers[0], numbers[1])
        request = self.model.browse(numbers[0])
        self.assertEqual((request.body, request.partner_id, request.state), ("可乐10箱", self.shop, "new"))
        values = {"ids": request.ids}
        self.assertTrue(self.call(values, "/json/2/fmcg.order.request/action_parse").json())
        self.assertEqual(request.state, "ready")
        with mute_logger("odoo.http"):
            refused = self.call({"channel": "pigeon", "body": "x"}, "/json/2/fmcg.order.request/receive")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("pigeon", refused.json()["message"])


@tagged("post_install", "-at_install")
class TestOrderApiInParallel(BaseCase):
    """Two workers with connections of their own; what they store is real and removed afterwards."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # The tests' own thread holds the lock of the registries.
        self.patch(Registry, "_lock", threading.RLock())
        with self.registry.cursor() as cr:
            user = api.Environment(cr, SUPERUSER_ID, {})["res.users"].create(
                {
                    "name": "Parallel",
                    "login": "fmcg_parallel",
                    "group_ids": [(4, self.ref(cr, "fmcg_order_mgmt.group_fmcg_rep"))],
                }
            )
            self.key, self.user_id = new_key(user), user.id
        self.addCleanup(self.remove)
        self.answers = []

    @staticmethod
    def ref(cr, xmlid):
        return api.Environment(cr, SUPERUSER_ID, {}).ref(xmlid).id

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["fmcg.order.request"].search([("external_ref", "like", "parallel-")]).unlink()
            user = env["res.users"].browse(self.user_id)
            partner = user.partner_id
            user.api_key_ids.unlink()
            user.unlink()
            partner.unlink()

    def post(self, path, values, headers):
        data = json.dumps(values).encode()
        headers = headers | {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        url = f"http://127.0.0.1:{config['http_port']}{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=60) as answer:
                self.answers.append((answer.status, json.loads(answer.read())))
        except urllib.error.HTTPError as error:
            self.answers.append((error.code, error.read()))

    def deliver(self, raw):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            take = env["mail.thread"].message_process
            self.answers.append(retrying(partial(take, "fmcg.order.request", raw), env))

    def together(self, act, *args):
        """Do the same twice at once; neither goes on before both have seen that there is nothing yet."""
        both, looked = threading.Barrier(2, timeout=30), []
        search = FmcgOrderRequest._received_earlier

        def look(model, channel_id, reference):
            found = search(model, channel_id, reference)
            looked.append((threading.get_ident(), model.env.cr._cnx.info.backend_pid))
            if len(looked) <= 2:
                both.wait()
            return found

        self.patch(FmcgOrderRequest, "_received_earlier", look)
        threads = [threading.Thread(target=act, args=args) for _each in range(2)]
        with release_test_lock(), mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(90)
        self.assertEqual(len({pid for _thread, pid in looked}), 2, "two connections were at work")
        self.assertEqual(len(self.answers), 2)

    def kept(self, reference):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            found = env["fmcg.order.request"].search([("external_ref", "=", reference)])
            return found.mapped("name"), found.ids

    def test_two_calls_of_one_key_make_one_order(self):
        order = {"customer": "Nobody", "lines": [{"code": "X", "quantity": 1}]}
        self.together(self.post, "/fmcg/api/orders", order, {"Idempotency-Key": "parallel-1"})
        self.assertEqual(sorted(status for status, _told in self.answers), [200, 201], self.answers)
        names = [told["name"] for _status, told in self.answers]
        self.assertEqual((names[0], len(self.kept("parallel-1")[0])), (names[1], 1))
        self.assertEqual(self.kept("parallel-1")[0], names[:1])

    def test_two_calls_of_json_2_make_one_message(self):
        values = {"channel": "api", "body": "可乐10箱", "external_ref": "parallel-2"}
        self.together(self.post, "/json/2/fmcg.order.request/receive", values, {})
        (first, one), (second, two) = self.answers
        self.assertEqual((first, second), (200, 200), self.answers)
        self.assertEqual((one, two), (self.kept("parallel-2")[1],) * 2)

    def test_two_deliveries_of_one_e_mail_make_one_message(self):
        head = b"From: who@nowhere.example.com\r\nTo: x@example.com\r\nMessage-Id: <parallel-3@x>\r\n"
        self.together(self.deliver, head + b"Subject: Order\r\n\r\ncola 10 cases\r\n")
        (number,) = self.kept("<parallel-3@x>")[1]
        # Core answers a mail that it knows with no number.
        self.assertEqual(sorted(self.answers), [False, number])
