"""Prints what the removed addon left behind in the database."""

QUESTIONS = {
    "table": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'fmcg\\_%'",
    "column": "SELECT table_name || '.' || column_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND column_name LIKE 'fmcg\\_%'",
    "record": "SELECT model || ' ' || name FROM ir_model_data WHERE module = 'fmcg_order_mgmt'",
    "model": "SELECT model FROM ir_model WHERE model LIKE 'fmcg.%'",
    "field": "SELECT model || '.' || name FROM ir_model_fields WHERE name LIKE 'fmcg\\_%'",
    "scheduled action": "SELECT cron_name FROM ir_cron WHERE cron_name ILIKE '%fmcg%'",
    "server action": "SELECT code FROM ir_act_server WHERE code LIKE '%fmcg%'",
    "menu": "SELECT name::text FROM ir_ui_menu WHERE name::text ILIKE '%fmcg%'",
    "view": "SELECT name FROM ir_ui_view WHERE arch_db::text LIKE '%fmcg\\_%' OR key LIKE 'fmcg%'",
    "group": "SELECT name::text FROM res_groups WHERE name::text ILIKE '%fmcg%'",
    "setting": "SELECT key FROM ir_config_parameter WHERE key LIKE '%fmcg%'",
    "asset": "SELECT path FROM ir_asset WHERE path LIKE '%fmcg%'",
}
for kind, question in QUESTIONS.items():
    env.cr.execute(question)  # noqa: F821 - given by Odoo's shell
    for (name,) in env.cr.fetchall():  # noqa: F821
        print(f"FOUND {kind} left behind: {name}")
