MODULE = "fmcg_order_mgmt"
# What makes up the addon itself, and goes with it.
TECHNICAL = ("ir.", "base.", "mail.", "report.", "res.config.", "res.groups")


def uninstall_hook(env):
    """Leave records of core's models in the database: products, customers, stock and orders are in use.

    Without its external id a record is not the addon's any more. Core's own way would try to delete
    each of them, and log an error for each one that something else refers to. The addon's own tables
    are dropped whole. Activities of its own types go first, since they would hold those types.
    """
    data = env["ir.model.data"].search([("module", "=", MODULE)])
    data.filtered(lambda record: not record.model.startswith(TECHNICAL)).unlink()
    types = data.exists().filtered(lambda record: record.model == "mail.activity.type").mapped("res_id")
    activities = env["mail.activity"].with_context(active_test=False)
    activities.search([("activity_type_id", "in", types)]).unlink()
    # Settings that were made at run time have no external id.
    env["ir.config_parameter"].search([("key", "=like", f"{MODULE}.%")]).unlink()
