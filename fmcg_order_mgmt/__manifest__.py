{
    "name": "FMCG Order Management",
    "summary": "Orders from every channel: understood, checked and turned into sale orders",
    "version": "19.0.0.1.0",
    "category": "Sales/Sales",
    "author": "FMCG Order Management founders",
    "license": "LGPL-3",
    "application": True,
    "depends": ["account_add_gln", "sale_management", "sale_stock"],
    "data": [
        "security/fmcg_groups.xml",
        "security/ir.model.access.csv",
        "security/fmcg_rules.xml",
        "data/ir_sequence.xml",
        "data/order_types.xml",
        "data/order_channels.xml",
        "data/unit_words.xml",
    ],
}
