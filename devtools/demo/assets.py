"""Builds the web client's bundles, so that the first page of a copied database opens at once."""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821 - given by Odoo's shell
