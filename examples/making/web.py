"""Web pages."""

from __future__ import annotations

import html

from making.layout import Example, Paragraph, Row, Table
from making.notation import as_html

_STYLE = """
body { font-family: Arial, sans-serif; margin: 2em auto; max-width: 70em }
table { border-collapse: collapse; margin: 1em 0 }
td, th { border: 1px solid #888; padding: .4em; text-align: left; vertical-align: top }
th { background: #dde6ee }
"""
_TAGS = {"title": "h1", "heading": "h2", "text": "p"}


def write_html(example: Example) -> bytes:
    """A page with navigation above and small print below the form."""
    parts = [
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        f"<title>{html.escape(example.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        '<nav><a href="/">Home</a> <a href="/contact">Contact us</a></nav>\n<main>',
    ]
    for block in example.blocks:
        if isinstance(block, Paragraph):
            tag = _TAGS[block.style]
            parts.append(f"<{tag}>{html.escape(block.text, quote=False)}</{tag}>")
        else:
            parts.append(_table(block))
    parts.append(f"</main>\n<footer><p>{html.escape(example.footer)}</p></footer>\n</body>\n</html>\n")
    return "\n".join(parts).encode()


def _table(table: Table) -> str:
    return "<table>\n" + "\n".join(map(_row, table.rows)) + "\n</table>"


def _row(row: Row) -> str:
    if row.kind == "heading":
        return f'<tr><th colspan="{len(row.cells)}">{html.escape(row.cells[0], quote=False)}</th></tr>'
    tag = "th" if row.kind == "header" else "td"
    cells = [as_html(cell) for cell in row.cells]
    if row.merged:
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells[:-2]) + f'<td colspan="2">{cells[-2]}</td></tr>'
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"
