"""Man pages from the same documents, framed as man-pages(7) has it, with lists where a browser has tables."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.manpage import ManualPageTranslator

SYNOPSIS = {
    "commands": "planner [OPTION]... COMMAND [ARGUMENT]...",
    "plan-file": "plan.yaml",
    "settings": "planner.toml, ~/.config/planner/planner.toml",
}
SEE_ALSO = {
    "commands": "planner.yaml(5), planner.toml(5)",
    "plan-file": "planner(1), planner.toml(5)",
    "settings": "planner(1), planner.yaml(5)",
}


def manual(app: Sphinx, document: nodes.document, name: str) -> None:
    """Turn a document into one for a terminal, if a man page is being made of it."""
    if app.builder.name != "man":
        return
    for table in list(document.findall(nodes.table)):
        table.replace_self(listed(table))
    for reference in list(document.findall(nodes.reference)):
        if ":" not in reference.get("refuri", ""):
            reference.replace_self(reference.children)
    top = document.next_node(nodes.section)
    above = [node for node in top.children if not isinstance(node, nodes.title | nodes.section)]
    for node in above:
        top.remove(node)
    synopsis = part("Synopsis", nodes.paragraph("", "", nodes.strong("", SYNOPSIS[name])))
    top[1:1] = [synopsis, part("Description", *above)]
    top.append(part("See also", nodes.paragraph("", SEE_ALSO[name])))


def part(title: str, *content: nodes.Node) -> nodes.section:
    """A section with a heading."""
    return nodes.section("", nodes.title("", title), *content)


def listed(table: nodes.table) -> nodes.definition_list:
    """The rows of a table by their first cells; from the third on, a cell is named as its column is."""
    heads = [entry.astext() for entry in table.next_node(nodes.thead).findall(nodes.entry)]
    rows = [list(row.findall(nodes.entry)) for row in table.next_node(nodes.tbody).findall(nodes.row)]
    return nodes.definition_list("", *(item(heads, row) for row in rows))


def item(heads: list[str], row: list[nodes.entry]) -> nodes.definition_list_item:
    """A row as a term and what it means."""
    first, meaning, *others = (words(cell) for cell in row)
    for head, more in zip(heads[2:], others, strict=True):
        if more:
            meaning += [nodes.Text(f" ({head}: "), *more, nodes.Text(")")]
    return nodes.definition_list_item(
        "", nodes.term("", "", *first), nodes.definition("", nodes.paragraph("", "", *meaning))
    )


def words(cell: nodes.entry) -> list[nodes.Node]:
    """What a cell says, without its paragraph."""
    return [child for paragraph in cell for child in paragraph.children]


class Roff(ManualPageTranslator):
    """Leaves out the space below a heading that man(7) puts there by itself."""

    def first_child(self, node: nodes.Node) -> bool:
        """Whether no space is wanted above."""
        before = node.parent.index(node) - 1
        return before < 0 or isinstance(node.parent[before], nodes.title)
