import datetime as dt

ROWS_ABOVE = 5
COLUMNS = ("code", "barcode", "product", "spec", "unit", "quantity", "price")
WIDTHS = (14, 16, 36, 22, 9, 10, 10)


class SheetWriter:
    """Writes one customer's order sheet into a workbook."""

    def __init__(self, book, texts, decimals):
        self.texts = texts
        self.sheet = book.add_worksheet(texts.title)
        digits = "." + "0" * decimals if decimals else ""
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.label = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bg_color": "#E7E9ED", "bottom": 1})
        self.text = book.add_format({"num_format": "@"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFF8DC", "border": 1})
        self.filled = book.add_format({"bg_color": "#FFF8DC", "border": 1})
        self.money = book.add_format({"num_format": f"#,##0{digits}"})

    def fill(self, partner, rows, today):
        """Write the head with the customer and the rows with drop-downs for the units."""
        self._write_head(partner, today)
        for at, name in enumerate(COLUMNS):
            self.sheet.set_column(at, at, WIDTHS[at])
            self.sheet.write_string(ROWS_ABOVE, at, getattr(self.texts, name), self.head)
        for row, values in enumerate(rows, ROWS_ABOVE + 1):
            self._write_row(row, values)
        self.sheet.freeze_panes(ROWS_ABOVE + 1, 3)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(ROWS_ABOVE)

    def _write_head(self, partner, today):
        texts, sheet = self.texts, self.sheet
        sheet.write_string(0, 0, texts.title, self.title)
        sheet.write_string(0, 2, texts.hint)
        # Code and name in one cell: the label "customer code" could pass for the heading of a table.
        customer = " ".join(filter(None, (partner.ref, partner.name)))
        sheet.write_string(1, 0, texts.customer, self.label)
        sheet.write_string(1, 1, customer, self.text)
        sheet.write_string(2, 0, texts.date, self.label)
        sheet.write_blank(2, 1, None, self.date)
        sheet.data_validation(
            2,
            1,
            2,
            1,
            {
                "validate": "date",
                "criteria": ">=",
                "value": dt.datetime.combine(today, dt.time()),
                "error_message": texts.date_error,
            },
        )
        sheet.write_string(3, 0, texts.reference, self.label)
        sheet.write_blank(3, 1, None, self.filled)

    def _write_row(self, row, values):
        sheet = self.sheet
        for at, name in enumerate(("code", "barcode", "product", "spec")):
            sheet.write_string(row, at, values[name], self.text)
        sheet.write_string(row, 4, values["unit"], self.filled)
        sheet.data_validation(
            row,
            4,
            row,
            4,
            {"validate": "list", "source": values["units"], "error_message": self.texts.unit_error},
        )
        sheet.write_blank(row, 5, None, self.filled)
        sheet.data_validation(
            row,
            5,
            row,
            5,
            {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_message": self.texts.quantity_error,
            },
        )
        self._write_price(row, values)

    def _write_price(self, row, values):
        """The price of the unit that is chosen: it follows the drop-down."""
        chosen = values["prices"][values["unit"]]
        if len(values["prices"]) == 1:
            self.sheet.write_number(row, 6, chosen, self.money)
            return
        formula = '""'
        for word, price in reversed(values["prices"].items()):
            formula = f'IF($E{row + 1}="{word}",{price!r},{formula})'
        self.sheet.write_formula(row, 6, f"={formula}", self.money, chosen)
