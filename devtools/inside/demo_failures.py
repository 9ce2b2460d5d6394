"""Prints what core noted about demo data that could not be loaded."""

for failure in env["ir.demo_failure"].search([]):  # noqa: F821 - given by Odoo's shell
    print(f"FOUND demo data of {failure.module_id.name}: {failure.error}")
