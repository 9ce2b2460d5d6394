"""Drives the order screen and Odoo's own form by real input in Chromium, and counts."""
