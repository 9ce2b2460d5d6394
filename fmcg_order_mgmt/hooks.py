TECHNICAL = ("fmcg.", "ir.", "base.", "mail.", "report.", "res.config.", "res.groups")


def uninstall_hook(env):
    """Leave records of core's models in the database: products, customers, stock and orders are in use.

    Without its external id a record is not the addon's any more. Core's own way would try to delete
    each of them, and log an error for each one that something else refers to.
    """
    data = env["ir.model.data"].search([("module", "=", "fmcg_order_mgmt")])
    data.filtered(lambda record: not record.model.startswith(TECHNICAL)).unlink()
