"""Plain Python engines of the addon: they know nothing of Odoo."""
