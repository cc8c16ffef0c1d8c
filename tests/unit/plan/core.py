"""A plan as an editor sees it: YAML 1.2's core schema, in JSON values."""

import re

import yaml

_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {
    word: value for value in (True, False) for word in (str(value), str(value).lower(), str(value).upper())
}


def core(text: str) -> object:
    """The JSON value of a text, as the language servers of editors make it."""
    return _value(yaml.compose(text, Loader=yaml.CSafeLoader))


def _value(node: object) -> object:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(member) for member in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return str(node.value) if node.style else _scalar(str(node.value))


def _scalar(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text
