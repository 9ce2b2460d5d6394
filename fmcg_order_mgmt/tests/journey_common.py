from datetime import datetime

from .carrier_common import DeliveryCase


class JourneyCase(DeliveryCase):
    """Parcels that have been on their way without any carrier: their events are written as if it had told."""

    @classmethod
    def parcels(cls, count=1, orders=None, **values):
        """Make as many shipments as there are orders, each with a delivery of its own."""
        orders = cls.make_orders(count) if orders is None else orders
        return cls.env["fmcg.shipment"].create(
            [
                {
                    "name": f"YT{order.id:013d}",
                    "carrier_code": "yuantong",
                    "picking_ids": [(6, 0, order.picking_ids.ids)],
                    **values,
                }
                for order in orders
            ]
        )

    @classmethod
    def tell(cls, shipments, state, when, text="", **values):
        """Let the carrier report something of each of these shipments."""
        return cls.env["fmcg.shipment.event"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "source": "poll",
                    "provider": "kuaidi100",
                    "occurred_at": datetime.fromisoformat(when),
                    "state": state,
                    "description": text,
                    "fingerprint": f"{shipment.id} {when} {state} {text}",
                    **values,
                }
                for shipment in shipments
            ]
        )
