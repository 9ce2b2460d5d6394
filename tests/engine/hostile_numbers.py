"""What stands where a document should have a number."""

HOSTILE = ("NaN", "sNaN", "Infinity", "1e999", "-1E+999999", "9" * 400, "0." + "9" * 400, "٣", "--1")
