from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.tests import new_test_user

from .carrier_common import DeliveryCase


class TourCase(DeliveryCase):
    """Three shops on the tour of an own van that left this morning, and a second driver.

    The first shop gets 30 pieces of water, a case and a bit, the second one 4 pieces, the third 4 twice.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.piece = cls.env.ref("uom.product_uom_unit")
        cls.piece.fmcg_kind = "piece"
        case = cls.env["uom.uom"].create(
            {"name": "Case", "relative_factor": 24, "relative_uom_id": cls.piece.id, "fmcg_kind": "case"}
        )
        cls.product.uom_ids = case
        cls.van = cls.env["fmcg.tracking.account"].create({"name": "Vans", "provider": "own"})
        freight = cls.env["product.product"].create({"name": "Van", "type": "service"})
        cls.method = cls.env["delivery.carrier"].create(
            {"name": "Van", "product_id": freight.id, "fmcg_tracking_account_id": cls.van.id}
        )
        cls.shop.write({"street": "1 Lake St", "city": "Lakeside", "tz": "UTC"})
        cls.corner, cls.hill = cls.env["res.partner"].create([{"name": "Corner Shop"}, {"name": "Hill Shop"}])
        cls.other_driver = new_test_user(cls.env, "fmcg_driver_2", groups="fmcg_order_mgmt.group_fmcg_driver")
        cls.tour = cls.new_tour((cls.shop, 30), (cls.corner, 4), (cls.hill, 4), (cls.hill, 4))
        cls.first, cls.second, cls.third, cls.fourth = cls.tour.fmcg_shipment_ids.sorted("tour_stop")
        cls.left_before(hours=3)

    @classmethod
    def new_tour(cls, *stops, driver=None, leave=True, **values):
        """Return a tour that brings each partner so many pieces of water, in this order."""
        orders = cls.env["sale.order"].concat(*(cls.ordered(partner, count) for partner, count in stops))
        orders.action_confirm()
        pickings = orders.picking_ids.sorted(lambda picking: picking.sale_id.id)
        values = {
            "company_id": cls.env.company.id,
            "picking_type_id": pickings.picking_type_id.id,
            "is_wave": True,
            "fmcg_day": fields.Date.today(),
            "fmcg_driver_id": (driver or cls.driver).id,
        } | values
        tour = cls.env["stock.picking.batch"].create(values)
        pickings.write({"batch_id": tour.id, "carrier_id": cls.method.id})
        for number, picking in enumerate(pickings, 1):
            picking.batch_sequence = number
        if leave:
            cls.ship(pickings)
        return tour

    @classmethod
    def left_before(cls, **age):
        """Let the tour have left so long ago."""
        cls.env.flush_all()
        since, ids = datetime.now() - timedelta(**age), tuple(cls.tour.fmcg_shipment_ids.ids)
        cls.env.cr.execute("UPDATE fmcg_shipment SET create_date = %s WHERE id IN %s", (since, ids))
        cls.env.cr.execute(
            "UPDATE fmcg_shipment_event SET occurred_at = %s WHERE shipment_id IN %s", (since, ids)
        )
        cls.env.invalidate_all()
        cls.tour._fmcg_plan_arrivals()

    @classmethod
    def ordered(cls, partner, count):
        line = {"product_id": cls.product.id, "product_uom_qty": count}
        return cls.env["sale.order"].create(
            {"partner_id": partner.id, "user_id": cls.rep.id, "order_line": [(0, 0, line)]}
        )

    @staticmethod
    def ago(minutes):
        """Return the time so many minutes ago as a phone writes it."""
        return (datetime.now(timezone.utc) - timedelta(minutes=minutes)).isoformat()

    def said(self, kind, shipments, key, minutes=0, **values):
        """Return a report as a phone sends it."""
        return {"kind": kind, "shipments": shipments.ids, "key": key, "at": self.ago(minutes)} | values

    def send(self, *reports, user=None):
        """Return the statuses of reports that a driver sends, and the texts of those that are refused."""
        page = self.env["fmcg.driver.page"].with_user(user or self.driver)
        results = page.send(list(reports))["results"]
        return [result["text"] or result["status"] for result in results]
