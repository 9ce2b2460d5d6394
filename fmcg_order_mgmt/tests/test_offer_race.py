import threading

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from ..models.counter_offer import FmcgCounterOffer
from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestOfferRace(RaceCase):
    """A customer's link is answered twice at once, or while somebody changes the order."""

    def prepare(self, env):
        goods = env["product.product"].create(
            [{"name": "Race Cola", "list_price": 2}, {"name": "Race Milk", "is_storable": True}]
        )
        self.keep(goods)
        order = self.order(env, [{"product_id": each.id, "product_uom_qty": 5} for each in goods])
        offer = env["fmcg.counter.offer"]._open(order)
        offer.action_link()
        (line,) = offer.line_ids
        self.link = offer.id, offer.sudo().token
        self.form = {f"short_{line.id}": str(line.id)}

    def answer(self, env):
        return env["fmcg.counter.offer"]._by_token(*self.link)._take_answer(self.form)

    def both_at_the_door(self):
        """Let both have sent what they want before either is carried out."""
        both, looked, lock = threading.Barrier(2, timeout=30), [], FmcgCounterOffer._lock

        def locked(offer):
            if len(looked) < 2:
                looked.append(offer.env.cr._cnx.info.backend_pid)
                both.wait()
            return lock(offer)

        self.patch(FmcgCounterOffer, "_lock", locked)
        return looked

    def test_two_answers_at_once_are_one(self):
        looked = self.both_at_the_door()
        self.together(self.answer, self.answer)
        self.assertEqual(len(set(looked)), 2, "two connections were at work")
        self.assertEqual(sorted(map(str, self.answers.values())), ["answered", "thanks"])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            order = env["sale.order"].browse(self.order_id)
            self.assertEqual(order.order_line.mapped("product_id.name"), ["Race Cola"])
            lost = env["fmcg.lost.demand"].search([("order_id", "=", self.order_id)])
            self.assertRecordValues(lost, [{"cause": "declined", "quantity": 5}])

    def test_an_answer_and_a_change_at_once(self):
        changed = threading.Event()
        lock = FmcgCounterOffer._lock

        def late(offer):
            changed.wait(30)
            return lock(offer)

        def change(env):
            env["sale.order"].browse(self.order_id).order_line[1].product_uom_qty = 7
            env.cr.postcommit.add(changed.set)

        self.patch(FmcgCounterOffer, "_lock", late)
        self.together(self.answer, change)
        self.assertIn("changed", self.answers.values())
        with self.registry.cursor() as cr:
            order = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(self.order_id)
            self.assertEqual(order.order_line.mapped("product_uom_qty"), [5, 7])
            self.assertEqual(order.sudo().fmcg_offer_ids.state, "sent")
