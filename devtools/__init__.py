"""What ``./dev`` is made of: standard library only, nothing of Odoo is imported here."""
