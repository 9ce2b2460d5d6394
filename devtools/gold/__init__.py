"""Gold sets of messages with known answers: read and checked here, brought into Odoo, read back from it."""
