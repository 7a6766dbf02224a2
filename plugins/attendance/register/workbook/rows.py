"""Repeats one row of a sheet with all that it looks like; what stands below moves down."""

from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell


def repeat_row(sheet: Any, row: int, times: int) -> None:
    """Let ``row`` stand ``times`` times below each other; never less than once. Merged cells go along."""
    more = times - 1
    if more <= 0:
        return
    ranges = [(one.min_col, one.min_row, one.max_col, one.max_row) for one in sheet.merged_cells.ranges]
    moved = [one for one in ranges if one[1] >= row]
    looks = {one: _looks(sheet, one) for one in moved}
    for one in moved:
        sheet.unmerge_cells(start_column=one[0], start_row=one[1], end_column=one[2], end_row=one[3])
    heights = {number: dimension.height for number, dimension in sheet.row_dimensions.items() if number >= row}
    model = {column: cell for (number, column), cell in sheet._cells.items() if number == row}
    if any(number > row for number, _column in sheet._cells):
        sheet.insert_rows(row + 1, more)
    for place in range(1, more + 1):
        for column, cell in model.items():
            twin = sheet.cell(row + place, column)
            twin.value, twin._style = cell.value, copy(cell._style)
            twin.data_type = cell.data_type  # the library takes what begins with "=" for a formula
    _set_heights(sheet, heights, row, more)
    for one in moved:
        for place in range(more + 1) if one[1] == row else [more]:
            _merge(sheet, one, place, looks[one])
    # It named cells of the form; what is printed is all that there is now.
    sheet.print_area = None
    sheet.auto_filter.ref = None


def _set_heights(sheet: Any, heights: dict[int, Any], row: int, more: int) -> None:
    for number in heights:
        sheet.row_dimensions[number].height = None
    for number, height in heights.items():
        if number == row:
            for place in range(more + 1):
                sheet.row_dimensions[row + place].height = height
        else:
            sheet.row_dimensions[number + more].height = height


def _looks(sheet: Any, merged: tuple[int, int, int, int]) -> dict[tuple[int, int], Any]:
    """Return how each cell of a merged range looks, by its place in it: their borders are the range's."""
    left, top, right, bottom = merged
    return {
        (row - top, column - left): copy(sheet.cell(row, column)._style)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def _merge(sheet: Any, merged: tuple[int, int, int, int], down: int, looks: dict[tuple[int, int], Any]) -> None:
    left, top, right, bottom = merged
    sheet.merge_cells(start_column=left, start_row=top + down, end_column=right, end_row=bottom + down)
    for (row, column), style in looks.items():
        cell: Any = sheet._cells.get((top + down + row, left + column))
        if isinstance(cell, MergedCell) or (cell is not None and (row, column) == (0, 0)):
            shown: Any = cell
            shown._style = copy(style)
