import json
import os
import re
import subprocess
import sys

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_open

from .smtp_common import MailServer
from .test_order_api import new_key
from .test_order_request import OrderRequestCase

EXAMPLE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUNNERS = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


@tagged("post_install", "-at_install")
class TestUsageExamples(OrderRequestCase, HttpCase):
    """The examples of the documentation, run as they stand there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("fmcg_order_mgmt/readme/USAGE.md") as page:
            cls.examples = EXAMPLE.findall(page.read())
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.stop)
        cls.gateway = cls.env["fmcg.chat.gateway"].create({"name": "Chat"})
        rep = new_test_user(cls.env, "fmcg_docs", groups="fmcg_order_mgmt.group_fmcg_rep")
        cls.settings = {
            "ODOO_KEY": new_key(rep),
            "CHAT_SECRET": cls.gateway._rotate(),
            "ORDER_ADDRESS": "orders@fmcg.example.com",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(cls.server.server_address[1]),
        }
        cls.env.company.alias_domain_id = cls.env["mail.alias.domain"].create({"name": "fmcg.example.com"})
        cls.env.company.fmcg_order_alias = "orders"
        cls.cola.write({"name": "Cola can", "default_code": "COLA-330"})
        cls.milk.barcode = "2000000000015"
        cls.shop.write({"phone": "+86 138 0013 8000", "email": "li@lakeside.example.com", "customer_rank": 1})

    def run_example(self, words):
        """Run the one example that holds the words; return what it prints."""
        ((kind, code),) = [each for each in self.examples if words in each[1]]
        settings = self.settings | {
            "ODOO_URL": self.base_url(),
            "CHAT_ADDRESS": f"{self.base_url()}/fmcg/chat/{self.gateway.token}",
        }
        with self.allow_requests(all_requests=True):
            done = subprocess.run(
                [*RUNNERS[kind], code],
                env=os.environ | settings | {"NO_PROXY": "*", "no_proxy": "*"},
                capture_output=True,
                timeout=60,
                check=False,
            )
        self.env.invalidate_all()
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr).decode())
        return done.stdout.decode()

    def test_every_example_is_run(self):
        kinds = [kind for kind, _code in self.examples]
        self.assertEqual(kinds, ["bash", "python", "bash", "python", "python", "bash"])

    def test_an_order_by_curl(self):
        told = json.loads(self.run_example("PO-2026-0317"))
        request = self.env["fmcg.order.request"].browse(told["id"])
        self.assertEqual(request.draft_ids.partner_id, self.shop)
        self.assertEqual(request.line_ids.product_id, self.cola | self.milk)
        self.assertEqual(request.line_ids.mapped("base_quantity"), [240, 120])
        self.assertEqual(request.draft_ids.client_order_ref, "PO-2026-0317")

    def test_an_order_by_python(self):
        name, state = self.run_example("PO-2026-0318").split()[:2]
        request = self.env["fmcg.order.request"].search([("external_ref", "=", "PO-2026-0318")])
        self.assertEqual((request.name, request.state), (name, state))
        self.assertEqual(state, "ready", request.reason)

    def test_a_message_by_json_2(self):
        (number,) = json.loads(self.run_example("/json/2/fmcg.order.request"))
        request = self.env["fmcg.order.request"].browse(number)
        self.assertEqual((request.channel_id.code, request.external_ref), ("phone", "call-1"))

    def test_a_chat(self):
        status, _space, told = self.run_example("X-FMCG-Signature").partition(" ")
        request = self.env["fmcg.order.request"].browse(json.loads(told)["id"])
        self.assertEqual((status, request.partner_id, request.gateway_id), ("202", self.shop, self.gateway))
        self.assertEqual(request.line_ids.filtered("product_id").base_quantity, 48)

    def test_an_e_mail(self):
        self.run_example("smtplib")
        self.env["mail.thread"].message_process(None, self.server.delivered[-1])
        request = self.env["fmcg.order.request"].search(
            [("external_ref", "=", "<20260317-1@lakeside.example.com>")]
        )
        self.assertEqual((request.partner_id, request.state), (self.shop, "ready"))
        self.assertEqual(request.line_ids.base_quantity, 168)

    def test_finding_by_curl(self):
        late, other = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.shop.id,
                    "user_id": False,
                    "commitment_date": "2026-03-17 04:00:00",
                    "order_line": [(0, 0, {"product_id": product.id})],
                }
                for product in (self.cola, self.milk)
            ]
        )
        found = [row["id"] for row in json.loads(self.run_example("fmcg_find_orders"))["orders"]]
        self.assertIn(late.id, found)
        self.assertNotIn(other.id, found)
