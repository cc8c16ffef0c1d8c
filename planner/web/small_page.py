"""Pages of a sentence or two, and the notice on the page of how a form went."""

from planner.render.markup import text

_STYLE = (
    "body{margin:15vh auto;max-width:34em;padding:0 20px;font:16px/1.5 system-ui,sans-serif;color:#1a2130;"
    "background:#f5f7fb}h1{font-size:21px}a{color:#2462cc}"
    "@media(prefers-color-scheme:dark){body{color:#e8ecf4;background:#0f131a}a{color:#86b0ff}}"
)


def small_page(heading: str, *said: str) -> bytes:
    """A page with a heading and some sentences, and a way to the page itself."""
    paragraphs = "".join(f"<p>{text(line)}</p>\n" for lines in said for line in lines.splitlines())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(heading)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f'<body>\n<main>\n<h1>{text(heading)}</h1>\n{paragraphs}<p><a href="/">To the page</a></p>\n'
        "</main>\n</body>\n</html>\n"
    ).encode()


def notice(said: str, *, failed: bool) -> bytes:
    """A command's own words, above the page."""
    first, _, rest = said.strip().partition("\n")
    shown = f"<p><strong>{text(first)}</strong></p>"
    if rest:
        kept = "\n".join(text(line) for line in rest.splitlines())
        shown += f"<pre>{kept}</pre>"
    classes = "said failed" if failed else "said"
    return f'<section class="{classes}" id="said" role="status">{shown}</section>'.encode()
