"""A picture of a table as SVG: stacked bars with lines to hold them against. Pure.

Own lines of code, because the libraries that draw on the server put scripts, web fonts or a style for every bar
into the picture, and none draws the limit of a caseload. Every bar carries its number in words; the figures stand
in a table beside it. It is served as an image of its own, and has no style element, so no policy for the page stops it.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap

from caseflow.reports.shown import Shown, ShownPicture

WIDTH, LABEL_ROOM, NUMBER_ROOM = 960, 300, 70
BAR, GAP, TOP, FOOT = 22, 12, 56, 40
COLOURS = ("#1d70b8", "#f47738", "#00703c", "#85994b", "#912b88", "#505a5f", "#28a197")
INK, MARKS = "#0b0c0c", ("#b58840", "#942514")
LABEL_LINE = 38
"""Letters of a label on each of its two lines; a longer one is cut, and stands whole in the table."""
SMALL = 'font-size="14"'


def draw(picture: ShownPicture) -> str:
    """Return the picture as an SVG document."""
    height = height_of(picture)
    most = largest(picture)
    body = [
        *_legend(picture),
        *[part for row in range(len(picture.labels)) for part in _bar(picture, row, most)],
        *_marks(picture, most, height),
    ]
    if not picture.labels:
        body.append(f'<text x="0" y="{TOP + BAR}">Nothing to draw.</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" '
        f'font-family="arial, sans-serif" font-size="16" fill="{INK}" '
        f'aria-label="{escape(picture.title, quote=True)}"><title>{escape(picture.title)}</title>'
        f"{''.join(body)}</svg>"
    )


def height_of(picture: ShownPicture) -> int:
    """Return how high the picture is drawn."""
    return TOP + max(1, len(picture.labels)) * (BAR + GAP) + FOOT


def largest(picture: ShownPicture) -> int:
    """Return the length of the longest bar, or the highest line, in what is counted; at least one."""
    sums = [sum(cells[row].number or 0 for _, cells in picture.series) for row in range(len(picture.labels))]
    return max([1, *sums, *(height for _, height in picture.marks)])


def _bar(picture: ShownPicture, row: int, most: int) -> list[str]:
    top = TOP + row * (BAR + GAP)
    lines = wrap(picture.labels[row], LABEL_LINE, max_lines=2, placeholder="…")
    first = top + (16 if len(lines) == 1 else 9)
    parts = [
        f'<text {SMALL} x="{LABEL_ROOM - 12}" y="{first + 15 * place}" text-anchor="end">{escape(line)}</text>'
        for place, line in enumerate(lines)
    ]
    left = float(LABEL_ROOM)
    for place, (title, cells) in enumerate(picture.series):
        width = _length(cells[row].number or 0, most)
        if width:
            words = escape(f"{picture.labels[row]}, {title}: {cells[row].text}")
            parts.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" '
                f'fill="{COLOURS[place % len(COLOURS)]}"><title>{words}</title></rect>'
            )
        left += width
    parts.append(
        f'<text {SMALL} x="{left + 8:.1f}" y="{top + 16}">{escape(_at_the_end(picture, row))}</text>'
    )
    return parts


def _at_the_end(picture: ShownPicture, row: int) -> str:
    """Return what stands after a bar: the number, or the numbers of its pieces with what is not told."""
    cells: list[Shown] = [cells[row] for _, cells in picture.series]
    if len(cells) == 1:
        return cells[0].text
    if all(cell.number is not None for cell in cells):
        return f"{sum(cell.number or 0 for cell in cells):,}"
    return " + ".join(cell.text for cell in cells if cell.number != 0)


def _legend(picture: ShownPicture) -> list[str]:
    if len(picture.series) < 2:
        return []
    # One running text, so that the gaps are even whatever font the reader has.
    parts = [
        f'<tspan dx="{24 if place else 0}" font-size="20" fill="{COLOURS[place % len(COLOURS)]}">■</tspan>'
        f'<tspan dx="6">{escape(title)}</tspan>'
        for place, (title, _) in enumerate(picture.series)
    ]
    return [f'<text {SMALL} x="0" y="18">{"".join(parts)}</text>']


def _marks(picture: ShownPicture, most: int, height: int) -> list[str]:
    parts = []
    for place, (words, at) in enumerate(picture.marks):
        left, colour = LABEL_ROOM + _length(at, most), MARKS[place % len(MARKS)]
        parts.append(
            f'<line x1="{left:.1f}" x2="{left:.1f}" y1="{TOP - 8}" y2="{height - FOOT}" stroke="{colour}" '
            f'stroke-width="2" stroke-dasharray="6 4"/>'
        )
        anchor = "end" if place % 2 == 0 else "start"
        shift = -4 if anchor == "end" else 4
        parts.append(
            f'<text {SMALL} x="{left + shift:.1f}" y="{height - FOOT + 20}" '
            f'text-anchor="{anchor}">{escape(f"{words} {at}")}</text>'
        )
    return parts


def _length(number: int, most: int) -> float:
    return number / most * (WIDTH - LABEL_ROOM - NUMBER_ROOM)
