from odoo import api, models


class FmcgLoadList(models.AbstractModel):
    """What goes into each van, last stop first: what is delivered first stands at the door."""

    _name = "fmcg.load.list"
    _description = "Load List"

    @api.model
    def _vans(self, waves):
        """Return the load of each van, a dict for each.

        Waves of one vehicle and day are one van; without a vehicle each route, or warehouse, is one.
        """
        return [self._van(some) for some in self._by_van(waves)]

    @api.model
    def _by_van(self, waves):
        groups = {}
        for wave in waves.sorted(lambda wave: (str(wave.fmcg_day or ""), wave.id)):
            name = (wave.fmcg_vehicle or "").strip()
            where = name.casefold() or wave.fmcg_route_id or wave.warehouse_id
            key = (wave.company_id, wave.fmcg_day, where)
            groups[key] = groups.get(key, wave) | wave
        return list(groups.values())

    @api.model
    def _van(self, waves):
        lists = self.env["fmcg.pick.list"]
        pickings = waves.browse().picking_ids.union(*(lists._deliveries(wave) for wave in waves))
        goods = lists._goods(pickings.move_ids)
        stops = {}
        for picking in pickings:
            stops.setdefault(lists._address(picking), []).append(picking)
        loads = [
            self._stop(address, some, goods, number)
            for number, (address, some) in enumerate(stops.items(), 1)
        ]
        return {
            "vehicle": waves[0].fmcg_vehicle or "",
            "routes": ", ".join(waves.sudo().fmcg_route_id.mapped("display_name")),
            "warehouse": waves[0].sudo().warehouse_id.display_name,
            "day": waves[0].fmcg_day,
            "waves": ", ".join(waves.mapped("name")),
            "stops": list(reversed(loads)),
            "sums": {name: sum(load[name] for load in loads) for name in self._figures()},
        }

    @api.model
    def _figures(self):
        return "case_sum", "piece_sum", "weight", "volume"

    @api.model
    def _stop(self, address, pickings, goods, number):
        lists = self.env["fmcg.pick.list"]
        parts = [lists._delivery(picking, goods, number) for picking in pickings]
        return {
            "number": number,
            "customer": address.display_name,
            "place": ", ".join(filter(None, (address.street, address.city))),
            "deliveries": ", ".join(part["name"] for part in parts),
            "orders": ", ".join(filter(None, (part["order"] for part in parts))),
            "notes": [part["note"] for part in parts if part["note"]],
        } | {name: sum(part[name] for part in parts) for name in self._figures()}

    @api.model
    def _units(self):
        """Return the names of the units of weight and volume."""
        template = self.env["product.template"]
        return (
            template._get_weight_uom_name_from_ir_config_parameter(),
            template._get_volume_uom_name_from_ir_config_parameter(),
        )
