"""One plan in five layouts, as people and programs write them."""

BLOCK = """\
# The plan of a person who comments.
plan: 1
id: p
title: The plan            # a name
time: 7h/week
gaps: {g: Gap}
tracks:
  main: [a, b]             # the way there
  back: {path: [a], use-when: [layoff]}

# What there is to do
steps:
  # about a
  a:
    title: A               # the first
    takes: 2 weeks
    tasks:
      - One
      - {title: Two, id: two}   # in braces
    # the end of a

  # about b
  b:
    title: "B"
    note: |
      Long,

      and # no comment.
# what comes at last

reviews:
  weekly: sunday 18:00
"""

FLOW = (
    "{plan: 1, id: p, title: The plan, time: 7h/week, gaps: {g: Gap},"
    " tracks: {main: [a, b], back: {path: [a], use-when: [layoff]}},"
    " steps: {a: {title: A, takes: 2 weeks, tasks: [One, {title: Two, id: two}]}, b: {title: 'B'}}}\n"
)

MIXED = """\
plan: 1
id: p
title: >-
  The
  plan
time: 7h/week   # little
gaps:
  g: Gap
tracks:
  main:
  - a   # first
  - b   # last
  back:
    path: [a,
           ]   # one
    use-when: layoff
steps:
  a: {title: A, takes: 2 weeks, tasks: [   # two
    One,
    {title: Two, id: two},   # with a comma
  ]}   # a ends
  b: &b {
    title: B,   # B
    takes: 1 week   # and no comma
  }
  # nothing more
"""

FOUR = (
    "plan: 1\n"
    "id: p\n"
    "title: 'The plan'\n"
    "time: 7h/week\n"
    "gaps:\n"
    "    g: 'Gap'\n"
    "tracks:\n"
    "    main: [a, b] # the way\n"
    "    back:\n"
    "        path:\n"
    "        -   a\n"
    "        use-when: layoff\n"
    "steps:\n"
    "    a:\n"
    "        title: 'A'\n"
    "        takes: 2 weeks\n"
    "        tasks:\n"
    "            - 'One'\n"
    "            - {title: 'Two', id: two}\n"
    "\n"
    "    b:\n"
    "        title: 'B' # no more lines"
).replace("\n", "\r\n")

JSON = """\
{
  "plan": 1,
  "id": "p",
  "title": "The plan",
  "time": "7h/week",
  "gaps": {"g": "Gap"},
  "tracks": {
    "main": ["a", "b"],
    "back": {"path": ["a"], "use-when": ["layoff"]}
  },
  "steps": {
    "a": {
      "title": "A",
      "takes": "2 weeks",
      "tasks": [
        "One",
        {"title": "Two", "id": "two"}
      ]
    },
    "b": {
      "title": "B"
    }
  }
}
"""

LAYOUTS = {"block": BLOCK, "flow": FLOW, "mixed": MIXED, "four columns and CRLF": FOUR, "JSON": JSON}
