{
    "name": "FMCG Order Management: Job Queue",
    "summary": "Waves of orders are released by as many workers as the job queue has",
    "version": "19.0.0.1.0",
    "category": "Sales/Sales",
    "author": "FMCG Order Management founders",
    "license": "LGPL-3",
    "depends": ["fmcg_order_mgmt", "queue_job"],
    "data": ["data/queue_job.xml"],
    "auto_install": True,
}
