from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..engine.tracking import lane
from .shipment import OWN

MONTHS = 6
HOURS = ("hours_half", "hours_three_quarters", "hours_nine_tenths")
# One row for each parcel that a carrier brought: see the engine's ``Trip``.
TRIPS = """
    WITH arrived AS (
        SELECT id, COALESCE(carrier_code, '') AS carrier, COALESCE(lane_region, '') AS region,
               picked_up_at, delivered_first_at
          FROM fmcg_shipment
         WHERE company_id = %(company)s
           AND carrier_code IS DISTINCT FROM %(own)s
           AND delivered_first_at > %(since)s
           AND picked_up_at < delivered_first_at
    ), scans AS (
        SELECT event.shipment_id, event.state, event.occurred_at, arrived.picked_up_at,
               EXTRACT(EPOCH FROM arrived.delivered_first_at - event.occurred_at)::float / 3600
                   AS rest
          FROM fmcg_shipment_event event
          JOIN arrived ON arrived.id = event.shipment_id
         WHERE NOT COALESCE(event.is_superseded, FALSE)
           AND event.occurred_at <= arrived.delivered_first_at
    ), pauses AS (
        SELECT shipment_id, MAX(hours) AS pause
          FROM (SELECT shipment_id, LAG(rest) OVER (PARTITION BY shipment_id ORDER BY occurred_at)
                       - rest AS hours
                  FROM scans
                 WHERE occurred_at >= picked_up_at) gaps
         GROUP BY shipment_id
    ), rests AS (
        SELECT shipment_id, jsonb_object_agg(state, hours) AS hours
          FROM (SELECT shipment_id, state, MIN(rest) AS hours
                  FROM scans
                 WHERE state != 'delivered'
                 GROUP BY shipment_id, state) latest
         GROUP BY shipment_id
    )
    SELECT arrived.carrier, arrived.region,
           EXTRACT(EPOCH FROM arrived.delivered_first_at - arrived.picked_up_at)::float / 3600,
           COALESCE(pauses.pause, 0), COALESCE(rests.hours, '{}')
      FROM arrived
      LEFT JOIN pauses ON pauses.shipment_id = arrived.id
      LEFT JOIN rests ON rests.shipment_id = arrived.id
"""


class FmcgShipmentLane(models.Model):
    _name = "fmcg.shipment.lane"
    _description = "Shipment Lane"
    _order = "parcels desc, carrier_code, region"

    company_id = fields.Many2one("res.company", required=True, index=True)
    carrier_code = fields.Char(help="Empty: all carriers together.")
    region = fields.Char(
        help="Country and state or province, or the first signs of the zip code. Empty: all."
    )
    parcels = fields.Integer(help="So many arrived in the last six months.", aggregator=None)
    hours_half = fields.Float(
        string="Half Within",
        aggregator=None,
        help="Half of the parcels were there so many hours after their first scan.",
    )
    hours_three_quarters = fields.Float(string="Three Quarters Within", aggregator=None)
    hours_nine_tenths = fields.Float(string="Nine Tenths Within", aggregator=None)
    pause_hours = fields.Float(
        string="Usual Pause",
        aggregator=None,
        help="Nine tenths of the parcels were never without news for longer.",
    )
    rests = fields.Json(help="By state, the hours from the last scan in it to the delivery.")
    last_mile_hours = fields.Float(
        string="Out for Delivery to the Door",
        compute="_compute_last_mile_hours",
        help="Half of the parcels were there so many hours after they went out for delivery.",
    )
    is_enough = fields.Boolean(
        string="Speaks",
        compute="_compute_is_enough",
        help="Enough parcels went this lane to say when another is expected.",
    )

    _lane_uniq = models.UniqueIndex(
        "(company_id, COALESCE(carrier_code, ''), COALESCE(region, ''))", "This lane is there already."
    )

    @api.depends("parcels")
    def _compute_is_enough(self):
        for record in self:
            record.is_enough = record.parcels >= lane.MINIMUM

    @api.depends("rests")
    def _compute_last_mile_hours(self):
        for record in self:
            record.last_mile_hours = (record.rests or {}).get("out_for_delivery", [0])[0]

    @api.depends("carrier_code", "region")
    def _compute_display_name(self):
        for record in self:
            carrier = record.carrier_code or self.env._("All carriers")
            region = record.region or self.env._("everywhere")
            record.display_name = f"{carrier} → {region}"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    @api.model
    @tools.ormcache("company_id")
    def _known(self, company_id):
        """Return the company's lanes as the engine's, by carrier and region."""
        found = self.sudo().search([("company_id", "=", company_id), ("parcels", ">=", lane.MINIMUM)])
        return {(each.carrier_code or "", each.region or ""): each._as_engine() for each in found}

    def _as_engine(self):
        rests = {state: tuple(hours) for state, hours in (self.rests or {}).items()}
        return lane.Lane(self.parcels, tuple(self[name] for name in HOURS), self.pause_hours, rests)

    @api.model
    def _cron_learn(self):
        """Learn from the parcels of the last months; called by the scheduled job each night."""
        companies = self.env["fmcg.shipment"]._read_group([], ["company_id"])
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(companies))
        for (company,) in companies:
            self._learn(company)
            if not progress(1):
                break

    @api.model
    def _learn(self, company):
        """Replace what is known of a company's lanes, and have what is under way looked at again."""
        found = lane.lanes(self._trips(company))
        known = {
            (each.carrier_code or "", each.region or ""): each
            for each in self.search([("company_id", "=", company.id)])
        }
        for key, record in known.items():
            if key in found:
                record._take(self._values(found[key]))
        # Nothing went these lanes for months; they stay, and say nothing.
        self.concat(*(record for key, record in known.items() if key not in found)).write({"parcels": 0})
        self.create(
            [
                {"company_id": company.id, "carrier_code": carrier, "region": region, **self._values(each)}
                for (carrier, region), each in found.items()
                if (carrier, region) not in known
            ]
        )
        self.env["fmcg.shipment"]._look_again(company)

    def _take(self, values):
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)

    @api.model
    def _values(self, found):
        hours = (round(each, 2) for each in found.hours)
        return {
            **dict(zip(HOURS, hours, strict=True)),
            "parcels": found.parcels,
            "pause_hours": round(found.pause, 2),
            "rests": {state: [round(each, 2) for each in some] for state, some in found.rests.items()},
        }

    @api.model
    def _trips(self, company):
        """Return the parcels that carriers brought lately as the engine's trips, in one query."""
        self.env["fmcg.shipment"].flush_model()
        self.env["fmcg.shipment.event"].flush_model()
        since = fields.Datetime.subtract(fields.Datetime.now(), months=MONTHS)
        rows = self.env.execute_query(SQL(TRIPS, company=company.id, own=OWN, since=since))
        return [lane.Trip(*row) for row in rows]
