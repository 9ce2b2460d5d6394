from typing import NamedTuple

from psycopg2 import errorcodes
from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date, mute_logger


class WaveTaken(SerializationFailure):
    """Somebody else made the same wave at the same moment: tried again, the transaction finds it."""

    pgcode = errorcodes.SERIALIZATION_FAILURE


class WaveKey(NamedTuple):
    """What the deliveries of one wave have in common; ``route`` is 0 for none."""

    company: int
    picking_type: int
    route: int
    day: object


class StockPickingBatch(models.Model):
    """Core's wave, made of what one route delivers on one day."""

    _inherit = "stock.picking.batch"

    fmcg_route_id = fields.Many2one(
        "fmcg.route", string="Route", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    fmcg_day = fields.Date(
        string="Delivery Day",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the goods are with their customers.",
    )
    fmcg_cut_off = fields.Datetime(
        string="Cut-off",
        readonly=True,
        copy=False,
        help="Until when orders of this route and day come in. They join the wave until it is started.",
    )

    # The wave that later orders join; whoever starts it makes room for the next one.
    _fmcg_open_uniq = models.UniqueIndex(
        "(company_id, picking_type_id, fmcg_day, (COALESCE(fmcg_route_id, 0))) "
        "WHERE state = 'draft' AND fmcg_day IS NOT NULL",
        "There is an open wave of this route and day already.",
    )

    @api.depends("fmcg_day")
    def _compute_scheduled_date(self):
        """A wave of ours is planned for its day, whatever joins it: joining must not write to it."""
        ours = self.filtered("fmcg_day")
        for wave in ours:
            wave.scheduled_date = wave.scheduled_date
        return super(StockPickingBatch, self - ours)._compute_scheduled_date()

    def _fmcg_key(self):
        return WaveKey(self.company_id.id, self.picking_type_id.id, self.fmcg_route_id.id or 0, self.fmcg_day)

    @api.model
    def _fmcg_take(self, found):
        """Put deliveries into the open waves of their keys; waves that are missing are made.

        :param found: deliveries and the moment of their cut-off, or False, by ``WaveKey``
        """
        waves = self._fmcg_open(found)
        waves |= self._fmcg_make({key: what for key, what in found.items() if key not in waves})
        # Core checks what joins against a list that it read before these deliveries were there.
        self.browse(wave.id for wave in waves.values()).invalidate_recordset(["allowed_picking_ids"])
        for key, (pickings, _cut_off) in found.items():
            pickings.write({"batch_id": waves[key].id})

    @api.model
    def _fmcg_open(self, keys):
        """Return the waves of these keys that nobody has started, by key; nobody starts them meanwhile."""
        domain = (
            Domain("state", "=", "draft")
            & Domain("fmcg_day", "in", {key.day for key in keys})
            & Domain("picking_type_id", "in", {key.picking_type for key in keys})
        )
        waves = self.search(domain)
        if waves:
            # A start that this transaction does not see yet fails it here, so that it is tried again.
            self.env.cr.execute(
                SQL("SELECT id FROM stock_picking_batch WHERE id IN %s ORDER BY id FOR SHARE", waves._ids),
                log_exceptions=False,
            )
        return {wave._fmcg_key(): wave for wave in waves}

    @api.model
    def _fmcg_make(self, missing):
        if not missing:
            return {}
        values = [self._prepare_fmcg_wave(key, *what) for key, what in missing.items()]
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                waves = self.create(values)
        except UniqueViolation as error:
            raise WaveTaken(str(error)) from error
        return dict(zip(missing, waves, strict=True))

    @api.model
    def _prepare_fmcg_wave(self, key, pickings, cut_off):
        route = self.env["fmcg.route"].browse(key.route)
        whence = pickings.picking_type_id.warehouse_id
        day = format_date(self.env, key.day, date_format="EEE d MMM")
        return {
            "company_id": key.company,
            "picking_type_id": key.picking_type,
            "is_wave": True,
            "fmcg_route_id": key.route or False,
            "fmcg_day": key.day,
            "fmcg_cut_off": cut_off,
            "scheduled_date": cut_off or min(pickings.mapped("scheduled_date")),
            "description": " · ".join(filter(None, (route.display_name or whence.name, day))),
        }
