import threading

from odoo.tests import tagged

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestDriverRace(RaceCase):
    """The same report comes by two connections at the same moment: a phone sends it again after a tunnel."""

    def prepare(self, env):
        self.order_id = 0
        people = env["res.users"].browse(self.users)
        people.group_ids += env.ref("fmcg_order_mgmt.group_fmcg_dispatcher")
        shipment = env["fmcg.shipment"].create({"name": "RACEVAN0001", "carrier_code": "own"})
        (self.shipment_id,) = self.keep(shipment)

    def test_it_counts_once(self):
        both_looked, first_time = threading.Barrier(2), {user: True for user in self.users}

        def report(env):
            shipment = env["fmcg.shipment"].browse(self.shipment_id)
            self.assertEqual(shipment.name, "RACEVAN0001")
            if first_time[env.uid]:
                first_time[env.uid] = False
                both_looked.wait(30)
            return shipment.report("delivered", {"key": "tunnel-0001", "at": "2026-01-01T10:00:00Z"})

        self.together(report, report)
        self.assertEqual(sorted(self.answers.values()), ["done", "known"])
        with self.registry.cursor() as cr:
            cr.execute("SELECT count(*) FROM fmcg_shipment_event WHERE shipment_id = %s", [self.shipment_id])
            self.assertEqual(cr.fetchone(), (1,))
