"""Layouts of ordering tables: two headings, shops and days beside and above, several sheets, old forms."""

from io import BytesIO

import pytest
from test_intake_files import lines, reading
from test_intake_properties import ROWS, open_document
from test_intake_sheet import book

COLA, WATER = "可乐 330ml 罐", "山泉水 550ml"


def orders(data, name="o.csv", **values):
    drafts = reading(data, name, **values).drafts
    return [(d.customer, d.date and d.date.day, [(x.product, x.base) for x in d.lines]) for d in drafts]


@pytest.mark.parametrize(
    "table",
    [
        f"品名,数量,\n,箱,瓶\n{COLA},3,6\n",
        f"说明,,\n请填写数量,,\n品名,箱数,瓶数\n{COLA},3,6\n",
        f"Product/品名,Cases\n箱数,Pieces 瓶数\n{COLA},3,6\n".replace("\n箱数", " 箱数"),
        f"品名,箱数,入数,瓶数,数量\n{COLA},3,24,6,78\n",
        f"序号,品名,订货数量(请填写)\n1,{COLA},3箱6瓶\n",
        f"Producto;Cajas;Piezas\n{COLA};3;6\n",
        f"商品名稱,訂購數量,單位\n{COLA},78,罐\n",
        f"Bezeichnung\tMenge\tEinheit\n{COLA}\t78\tEA\n",
    ],
)
def test_headings_in_other_words(table):
    assert lines(table, "o.csv") == [(1, 78, "ok")]


def test_shops_and_days_above_beside_and_in_a_column():
    expected = [(1, None, [(1, 48)]), (3, None, [(6, 72)])]
    assert orders(f"单位:箱,,\n品名,张记,李家\n{COLA},2,\n{WATER},,3\n", customer=None) == expected
    assert orders(f"单位:箱,,\n门店,{COLA},{WATER}\n张记,2,\n李家,,3\n", customer=None) == expected
    assert orders(f"门店,品名,箱数\n张记,{COLA},2\n李家,{WATER},3\n", customer=None) == expected
    told = f"Group order - quantities in cases,,\nItem,张记,李家\n{COLA},2,\n{WATER},,3\n"
    assert orders(told, customer=None) == expected
    days = orders(f"品名,3月19日,3月20日\n{COLA},2,\n{WATER},,3\n")
    assert days == [(9, 19, [(1, 48)]), (9, 20, [(6, 72)])]


@pytest.mark.parametrize("word", ["送货日期", "要求送达", "期望到货"])
def test_the_day_stands_in_a_column_or_beside_its_name(word):
    expected = [(9, 20, [(1, 48)])]
    assert orders(f"品名,箱数,{word}\n{COLA},2,3月20日\n") == expected
    assert orders(f"{word},3月20日\n品名,箱数\n{COLA},2\n") == expected
    assert orders(f"{word}:3月20日,\n品名,箱数\n{COLA},2\n") == expected


def test_what_may_change_an_order_is_asked():
    def codes(table):
        return [x.question and x.question.code for d in reading(table, "o.csv").drafts for x in d.lines]

    assert codes(f"品名,箱数,备注\n{COLA},2,先不要\n{WATER},2,新日期\n") == ["row_note", None]
    assert codes(f"品名,箱数,瓶数,数量\n{COLA},2,,50\n") == ["row_conflict"]
    assert reading(f"退货单,\n品名,箱数\n{COLA},2\n", "o.csv").unread.code == "file_no_order"


def test_a_sum_without_a_word_is_no_line():
    assert lines(f"品名,箱数\n{COLA},2\n{WATER},3\n,5\n", "o.csv") == [(1, 48, "ok"), (6, 72, "ok")]


def test_a_barcode_or_code_that_a_spreadsheet_has_counted():
    assert lines("条码,箱数\n2000000000001.0,3\n", "o.csv") == [(1, 72, "ok")]
    assert lines('条码,箱数\n="2000000000001",3\n', "o.csv") == [(1, 72, "ok")]


def test_a_hidden_row_is_asked_about_and_a_cover_names_the_customer():
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    made.active.title = "Cover"
    made.active.append(["Customer", "CU03"])
    sheet = made.create_sheet("Order")
    for row in (
        ["Code", "Barcode", "Product", "Unit", "Quantity", "Price"],
        ["A1"],
        ["C1", None, WATER, "case", 3],
    ):
        sheet.append(row)
    sheet.append(["B1", None, "雪碧 330ml 罐", "case", 2])
    sheet.row_dimensions[4].hidden = True
    file = BytesIO()
    made.save(file)
    (draft,) = reading(file.getvalue(), "o.xlsx", customer=None).drafts
    found = [(x.product, x.base, x.question and x.question.code) for x in draft.lines]
    assert (draft.customer, found) == (3, [(6, 72, None), (4, 48, "hidden_row")])


def test_other_forms_of_workbooks():
    assert lines(open_document(ROWS), "o.ods", customer=2) == [(1, 72, "ok"), (4, 48, "ok")]
    xlwt = pytest.importorskip("xlwt")
    pytest.importorskip("xlrd")
    made = xlwt.Workbook()
    sheet = made.add_sheet("S")
    for r, row in enumerate(ROWS):
        for c, word in enumerate(row):
            sheet.write(r, c, word)
    file = BytesIO()
    made.save(file)
    assert lines(file.getvalue(), "o.bin", customer=2) == [(1, 72, "ok"), (4, 48, "ok")]


def test_two_sheets_of_one_shop_are_one_order():
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.load_workbook(BytesIO(book(["商品编码", "箱数"], ["778-01", 3])))
    other = made.create_sheet("更多")
    other.append(["商品编码", "箱数"])
    other.append(["778-04", 2])
    file = BytesIO()
    made.save(file)
    assert orders(file.getvalue(), "o.xlsx") == [(9, None, [(1, 72), (4, 48)])]


def test_a_column_of_departments_names_no_shops():
    within = f'Outlet,品名,箱数\nLobby bar,{COLA},2\n"Rooms, fl. 8",{WATER},3\n'
    assert orders(within) == [(9, None, [(1, 48), (6, 72)])]
    assert [d[0] for d in orders(f"门店,品名,箱数\n中餐厅,{COLA},2\n早餐部 3楼,{WATER},3\n")] == [9]
    [draft] = reading(f"Outlet,品名,箱数\nHarbor Bar,{COLA},2\n", "o.csv").drafts
    assert {x.question.code for x in draft.lines} == {"which_shop"}


@pytest.mark.parametrize("heading", ["N°", "No.", "序号", "Our item", "Artikel", "Ref. hotel"])
def test_a_column_of_numbers_that_holds_item_codes_tells_the_goods(heading):
    table = f"{heading},Description,Quantity\n778-01,house cola (bar),2\n778-04,for the bar,3\n"
    assert orders(table) == [(9, None, [(1, 48), (4, 72)])]


def test_a_merged_footer_is_no_line():
    table = f"品名,箱数,备注\n{COLA},2,\n" + ",".join(["审核:王敏 电话 0731-85550101"] * 3) + "\n"
    assert orders(table) == [(9, None, [(1, 48)])]


@pytest.mark.parametrize(
    "heading",
    ["本次订购（箱）", "订购(件)", "Qty required", "Cases wanted", "Quantity to order", "需要", "采购"],
)
def test_what_is_wanted_has_many_headings(heading):
    assert orders(f"产品,包装,{heading}\n{COLA},330ml*24,2\n") == [(9, None, [(1, 48)])]


def test_a_word_for_wanting_is_no_second_quantity():
    assert orders(f"产品,需求,数量\n{COLA},做活动用,2\n") == [(9, None, [(1, 48)])]


def test_a_column_of_packs_is_no_quantity_though_it_is_called_case():
    table = f"SKU,Product,Case,Order (cs)\nA,{COLA},330ml*24,2\nB,{WATER},550ml*24,\n"
    assert orders(table) == [(9, None, [(1, 48)])]
