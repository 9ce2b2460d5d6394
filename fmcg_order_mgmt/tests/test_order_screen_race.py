import threading
import time
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tests.common import release_test_lock

from ..models.order_screen_cart import FmcgOrderScreen

SECONDS = 60
HELD_SECONDS = 0.7


@tagged("post_install", "-at_install")
class TestOrderScreenRace(BaseCase):
    """A change is sent while it is quoted elsewhere, over connections of their own; the order is real."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # The tests' own thread holds the lock of the registries.
        self.patch(Registry, "_lock", threading.RLock())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            role = env.ref("fmcg_order_mgmt.group_fmcg_rep")
            values = {"name": "Race Rep", "login": "fmcg_race_rep", "group_ids": [Command.link(role.id)]}
            self.rep = env["res.users"].create(values).id
            product = env["product.product"].create({"name": "Race Cola", "list_price": 2})
            self.product, self.unit = product.id, product.uom_id.id
            self.shop = env["res.partner"].create({"name": "Race Shop", "user_id": self.rep}).id
        self.addCleanup(self.remove)
        self.answers, self.tries = {}, {}
        first = self.act("first", lambda screen: screen.send(self.cart(3), "fmcg-race-first-order"))
        self.order = first["order"]["id"]
        opened = self.act("open", lambda screen: screen.open_order(self.order))
        self.change = self.cart(5, order=self.order, seen=opened["seen"])

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            orders = env["sale.order"].search([("partner_id", "=", self.shop)])
            # Nobody removes a decision through the models, the administrator neither.
            cr.execute("DELETE FROM fmcg_review_decision WHERE order_id IN %s", [tuple(orders.ids)])
            cr.execute("DELETE FROM fmcg_order_request WHERE partner_id = %s", [self.shop])
            env.invalidate_all()
            orders.unlink()
            env["product.product"].browse(self.product).unlink()
            user = env["res.users"].browse(self.rep)
            partners = user.partner_id | env["res.partner"].browse(self.shop)
            user.unlink()
            partners.unlink()

    def cart(self, quantity, **values):
        line = {"product": self.product, "unit": self.unit, "quantity": quantity, "name": "Race Cola"}
        return {"customer": self.shop, "lines": [line], **values}

    def act(self, name, ask):
        """Ask the screen something as a request of its own, which core tries again where it has to."""

        def once(env):
            self.tries[name] = self.tries.get(name, 0) + 1
            return ask(env["fmcg.order.screen"])

        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.rep, {})
            self.answers[name] = retrying(partial(once, env), env)
        return self.answers[name]

    def together(self, *acts):
        threads = [threading.Thread(target=self.act, args=each) for each in acts]
        with release_test_lock():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(SECONDS)

    def send(self, screen):
        return screen.send(self.change, "fmcg-race-the-change")

    def test_a_change_that_is_sent_waits_for_its_quote(self):
        tried, sent = threading.Event(), threading.Event()
        told = FmcgOrderScreen._tried

        def slow(screen, values, cart):
            result = told(screen, values, cart)
            tried.set()
            sent.wait(SECONDS)
            # Long enough for the send to come to the order, which this holds.
            time.sleep(HELD_SECONDS)
            return result

        def send(screen):
            tried.wait(SECONDS)
            sent.set()
            return self.send(screen)

        self.patch(FmcgOrderScreen, "_tried", slow)
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            self.together(("quote", lambda screen: screen.quote(self.change)), ("send", send))
        self.assertTrue(sent.is_set())
        self.assertEqual((self.tries["quote"], self.tries["send"]), (1, 1))
        self.assertEqual(self.answers["send"]["state"], "done")
        self.assertEqual(self.answers["quote"]["total"], self.answers["send"]["order"]["total"])

    def test_a_quote_of_what_was_changed_meanwhile_is_asked_once_more(self):
        read, sent = threading.Event(), threading.Event()

        def quote(screen):
            # From its first look on a transaction sees the database as it was then.
            screen.open_order(self.order)
            read.set()
            sent.wait(SECONDS)
            return screen.quote(self.change)

        def send(screen):
            read.wait(SECONDS)
            screen.env.cr.postcommit.add(sent.set)
            return self.send(screen)

        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            self.together(("quote", quote), ("send", send))
        self.assertEqual((self.tries["quote"], self.tries["send"]), (2, 1))
        self.assertEqual(self.answers["quote"]["total"], self.answers["send"]["order"]["total"])
