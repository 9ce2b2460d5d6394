{
    "name": "FMCG Order Management: Manufacturing",
    "summary": "Promises count on what is produced, and kits are promised by their parts",
    "version": "19.0.0.1.0",
    "category": "Sales/Sales",
    "author": "FMCG Order Management founders",
    "license": "LGPL-3",
    "depends": ["fmcg_order_mgmt", "mrp"],
    "data": ["views/res_config_settings_views.xml"],
    "auto_install": True,
}
