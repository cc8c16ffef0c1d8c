"""Layouts that are seldom seen, and that an edit leaves as they are."""

ODD = {
    "marks of a document": (
        "%YAML 1.1\n---\nplan: 1\nsteps:\n  a: {title: A}\n  b:\n    title: B\n...\n# after\n"
    ),
    "texts on several lines": (
        "plan: 1\n"
        "steps:\n"
        "  a:\n"
        "    title: A\n"
        "      goes on\n"
        "  b:\n"
        "    note: 'x\n"
        "\n"
        "      y'\n"
        '    title: "B\n'
        '      b"\n'
    ),
    "empty lines that are kept": (
        "plan: 1\n"
        "steps:\n"
        "  a:\n"
        "    title: A\n"
        "    note: |+\n"
        "      x\n"
        "\n"
        "\n"
        "  # c\n"
        "  b:\n"
        "    title: B\n"
        "    note: >-\n"
        "      y\n"
    ),
    "comments everywhere": (
        "plan: 1\n"
        "steps:   # s\n"
        "  # s2\n"
        "  a:  # c\n"
        "    # c2\n"
        "    title: A\n"
        "    # c3\n"
        "\n"
        "    # c4\n"
        "  b: # x\n"
        "    title: B\n"
        "  # y"
    ),
    "brackets that close anywhere": "plan: 1\nsteps: {\n  a: {title: A,},\n  b: {title: B}}\n",
    "commas at the end": "plan: 1\nsteps: {a: {title: A,}, b: {title: B, },}\n",
    "one column": "plan: 1\nsteps:\n a:\n  title: A\n b:\n  tasks: Only\n  title: B\n",
    "steps before the rest": "steps:\n  'a':\n    title: A\n  \"b\":\n    'title': B\nplan: 1\n",
    "tight JSON": '{"plan":1,"steps":{"a":{"title":"A","tasks":["x"]},"b":{"title":"B"}}}',
    "brackets on lines of their own": (
        "{\n"
        ' "plan": 1,\n'
        ' "steps":\n'
        " {\n"
        '  "a":\n'
        "  {\n"
        '   "title": "A"\n'
        "  },\n"
        '  "b":\n'
        "  {\n"
        '   "title": "B"\n'
        "  }\n"
        " }\n"
        "}\n"
    ),
    "characters of every width": "plan: 1 # 😀\nsteps:\n  a: {title: 😀}\n  b:\n    title: B # 𝄞\n",
}
