import threading
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tests.common import release_test_lock
from odoo.tools import mute_logger

LOGINS = ("fmcg_race_one", "fmcg_race_two")
# Nobody removes what was decided through the models, the administrator neither.
HISTORY = ("fmcg_review_decision", "fmcg_lost_demand")


class RaceCase(BaseCase):
    """Two reviewers with connections of their own at one order; it is real and removed afterwards."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # The tests' own thread holds the lock of the registries.
        self.patch(Registry, "_lock", threading.RLock())
        self.made = []
        self.answers = {}
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            role = env.ref("fmcg_order_mgmt.group_fmcg_reviewer")
            people = [
                {"name": login, "login": login, "group_ids": [Command.link(role.id)]} for login in LOGINS
            ]
            self.users = self.keep(env["res.users"].create(people))
            self.prepare(env)
        self.addCleanup(self.remove)

    def prepare(self, env):
        """Make what the race is about, and keep it."""
        raise NotImplementedError

    def order(self, env, lines):
        """Make an order that waits for a decision; what is approved waits for its wave, undelivered."""
        shop = self.keep(env["res.partner"].create({"name": "Race Shop"}))
        kind = env["fmcg.order.type"].create({"name": "Race", "code": "race", "release": "wave"})
        self.keep(kind)
        order = env["sale.order"].create(
            {
                "partner_id": shop[0],
                "fmcg_channel_id": env.ref("fmcg_order_mgmt.channel_phone").id,
                "fmcg_order_type_id": kind.id,
                "order_line": [Command.create(values) for values in lines],
            }
        )
        (self.order_id,) = self.keep(order)
        order.action_fmcg_review()
        return order

    def keep(self, records):
        self.made.append((records._name, records.ids))
        return records.ids

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for table in HISTORY:
                cr.execute(f"DELETE FROM {table} WHERE order_id = %s", [self.order_id])  # noqa: S608
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
