"""What counts as failed in core's own tests."""

from devtools.core_tests import failures


def test_a_failed_test_and_a_class_that_could_not_be_set_up_are_named():
    log = [
        "2026 ERROR db odoo.addons.stock.tests.test_quant: ERROR: TestStockQuant.test_relocate",
        "2026 ERROR db odoo.addons.sale.tests.test_sale.TestX.test_y: FAIL: TestX.test_y",
        "2026 ERROR db odoo.tests.suite: ERROR: setUpClass (odoo.addons.stock.tests.test_flow.TestFlow)",
        "2026 INFO db odoo.addons.stock.tests.test_quant: Starting TestStockQuant.test_relocate ...",
    ]
    assert failures(log) == {
        ("/stock/tests/test_quant.py", "TestStockQuant.test_relocate"),
        ("/sale/tests/test_sale.py", "TestX.test_y"),
        ("/stock/tests/test_flow.py", "TestFlow"),
    }
