"""Benchmarks that ``./dev bench`` runs: made-up trade of a real size, and what is measured with it."""
