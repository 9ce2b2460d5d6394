import datetime as dt

HEAD = 3
COLUMNS = ("place", "product", "barcode", "lot", "expires", "cases", "case", "pieces", "total", "unit")
WIDTHS = (22, 38, 15, 14, 11, 8, 9, 8, 9, 9)


class PickListWriter:
    """Writes the pick lists of waves into a workbook: rows in walking order, a column for each delivery."""

    def __init__(self, book, texts):
        self.book, self.texts, self.names = book, texts, set()
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "bg_color": "#E7E9ED", "bottom": 1, "text_wrap": True})
        self.bold = book.add_format({"bold": True, "top": 1})
        self.text = book.add_format({"num_format": "@"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.number = book.add_format({"num_format": "#,##0.###"})

    def fill(self, name, values):
        """Add the sheet of a wave.

        :param name: of the sheet
        :param values: what the pick list says of the wave
        """
        self.names.add(name.lower())
        sheet = self.book.add_worksheet(name)
        self._write_head(sheet, values)
        row = HEAD
        for place, rows in values["places"]:
            for each in rows:
                row += 1
                self._write_row(sheet, row, place, each, values["deliveries"])
        self._write_sums(sheet, row + 1, values)
        self._write_missing(sheet, row + 3, values["missing"])
        sheet.freeze_panes(HEAD + 1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)

    def _write_head(self, sheet, values):
        wave = values["wave"]
        sheet.write_string(0, 0, wave.name, self.title)
        sheet.write_string(1, 0, self.texts["day"])
        if wave.fmcg_day:
            sheet.write_datetime(1, 1, dt.datetime.combine(wave.fmcg_day, dt.time()), self.date)
        sheet.write_string(2, 0, self.texts["route"])
        sheet.write_string(2, 1, wave.fmcg_route_id.display_name or "")
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, WIDTHS[at])
            sheet.write_string(HEAD, at, self.texts[column], self.head)
        for at, delivery in enumerate(values["deliveries"], len(COLUMNS)):
            sheet.write_string(HEAD, at, f"{delivery['number']} {delivery['customer']}", self.head)

    def _write_row(self, sheet, row, place, each, deliveries):
        for at, text in enumerate((place, each["name"], each["barcode"], each["lot"])):
            sheet.write_string(row, at, text, self.text)
        if each["expires"]:
            sheet.write_datetime(row, 4, dt.datetime.combine(each["expires"], dt.time()), self.date)
        figures = (each["case_count"], each["case"], each["loose_count"], each["quantity"])
        for at, figure in enumerate(figures, 5):
            if figure:
                sheet.write_number(row, at, figure, self.number)
        sheet.write_string(row, 9, each["unit"], self.text)
        for at, delivery in enumerate(deliveries, len(COLUMNS)):
            if share := each["shares"].get(delivery["number"]):
                sheet.write_number(row, at, share, self.number)

    def _write_sums(self, sheet, row, values):
        sheet.write_string(row, 0, self.texts["sum"], self.bold)
        sheet.write_number(row, 5, values["sums"]["case_sum"], self.bold)
        sheet.write_number(row, 7, values["sums"]["piece_sum"], self.bold)

    def _write_missing(self, sheet, row, missing):
        if not missing:
            return
        sheet.write_string(row, 0, self.texts["missing"], self.head)
        for at, each in enumerate(missing, row + 1):
            sheet.write_string(at, 1, each["name"], self.text)
            sheet.write_string(at, 5, each["words"], self.text)
