{
    "name": "Bare route",
    "version": "19.0.1.0.0",
    "summary": "A route that asks the database one thing, to measure others against",
    "author": "FMCG Order Management founders",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["base"],
}
