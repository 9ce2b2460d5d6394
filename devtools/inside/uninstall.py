"""Removes the addon as the Apps screen does."""

env["ir.module.module"].search([("name", "=", "fmcg_order_mgmt")]).button_immediate_uninstall()  # noqa: F821
