"""Reads every cell of a workbook's first sheet with openpyxl and says how many rows it has."""

import sys

from openpyxl import load_workbook

book = load_workbook(sys.argv[1], read_only=True, data_only=True)
print(sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)))
