from devtools import odoo_log

WARNING = "2026-01-01 10:00:00,000 7 WARNING db odoo.addons.x: something"
INFO = "2026-01-01 10:00:00,000 7 INFO db odoo.tests.result: 1 failed, 2 error(s) of 9 tests when loading"


def test_a_warning_is_a_problem_and_information_is_not():
    assert odoo_log.problems([INFO, WARNING]) == [WARNING]


def test_result_counts_failures_and_errors():
    assert odoo_log.result([WARNING, INFO]) == (6, 3)


def test_a_run_without_a_result_failed():
    assert odoo_log.result([WARNING]) == (0, 1)
