"""A parsed file against the description of its fields → findings with their places."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import jsonschema_rs
from jsonschema_rs import Draft7Validator, ValidationErrorKind

from bulletin_cli.files.schema.kinds import Schema
from bulletin_cli.files.source import Source
from bulletin_cli.placeholders import unknown

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "表",
}
_DATE = "$date"
_SHOWN = 20  # characters of a wrong value
_SLIP = 0.8  # how like a known word one is that was surely meant to be it
_LENGTH = re.compile(r"-?\d+(?:\.\d+)?(?:mm|pt|字|行)")
_validators: dict[int, tuple[Schema, Draft7Validator]] = {}


class _Fault(NamedTuple):
    code: str
    message: str
    path: tuple[str | int, ...]
    at_key: bool = False


def validate(source: Source, schema: Schema) -> None:
    """Notes in `source` everything that does not fit `schema`, and every character that no .docx can hold."""
    for fault in _faults(schema, _as_json(source.values)):
        source.report(fault.code, fault.message, fault.path, key=fault.at_key)
    for path, node, value in described(schema, source.values):
        if isinstance(value, str) and "x-placeholders" in node:
            for message, start, end in unknown(value, node["x-placeholders"]):
                source.report_within("LA101", message, path, start, end)
    source.report_unprintable()


def described(
    schema: Schema, value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Schema, Any]]:
    """Every value of a file beside its description, the texts of a list beside that of the list."""
    yield path, schema, value
    if isinstance(value, dict):
        fields, other = schema.get("properties", {}), schema.get("additionalProperties")
        for key, inner in value.items():
            node = fields.get(key, other)
            if isinstance(node, dict):
                yield from described(node, inner, (*path, key))
    elif isinstance(value, list):
        items = schema.get("items", {})
        for index, inner in enumerate(value):
            yield from described(schema if isinstance(inner, str) else items, inner, (*path, index))


def nearest(word: str, known: list[str], *, cutoff: float = 0.5) -> str:
    """“，是不是“…”？” with the known word most like `word`; "" where none is like it."""
    import difflib  # needed only where there is a finding

    close = difflib.get_close_matches(word, known, n=1, cutoff=cutoff)
    return f"，是不是“{close[0]}”？" if close else ""


def _validator(schema: Schema) -> Draft7Validator:
    # keyed by identity, the description kept with its validator: no other can get its place in memory
    if id(schema) not in _validators:
        _validators[id(schema)] = schema, Draft7Validator(_for_toml(schema))
    return _validators[id(schema)][1]


def _as_json(value: Any) -> Any:
    """`value` with what JSON has no form for: a date as a table of its own kind, so that no text passes for it."""
    match value:
        case dict():
            # a key of the file's own that looks like one of ours is no longer ours
            return {f"${key}" if key.startswith("$") else key: _as_json(inner) for key, inner in value.items()}
        case list():
            return [_as_json(inner) for inner in value]
        case datetime.datetime() | datetime.time():
            return {"$time": value.isoformat()}
        case datetime.date():
            return {_DATE: value.isoformat()}
        case float():  # no field is a fraction, and JSON Schema would take 38.0 for an integer
            return {"$float": str(value)}
        case _:
            return value


def _for_toml(schema: Any) -> Any:
    """The description with TOML's dates in place of the texts that editors, like JSON, have for them."""
    if isinstance(schema, list):
        return [_for_toml(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "date":
        return {"type": "object", "required": [_DATE]}
    return {key: _for_toml(inner) for key, inner in schema.items()}


def _faults(schema: Schema, values: Any, above: tuple[str | int, ...] = ()) -> Iterator[_Fault]:
    for error in _validator(schema).iter_errors(values):
        path = (*above, *error.instance_path)
        node = _node(schema, error.schema_path[:-1])
        kind = error.kind
        if isinstance(kind, ValidationErrorKind.AdditionalProperties):
            for key in kind.unexpected:
                hint = _place_of_key(key, node["properties"], schema, path)
                yield _Fault("IT103", f"不认识的键“{key}”{hint}", (*path, key), at_key=True)
        elif isinstance(kind, ValidationErrorKind.Required) and kind.property in node.get("properties", {}):
            field = node["properties"][kind.property]
            yield _Fault(
                "IT104", f"缺少“{kind.property}”（{field['title']}）；应写作{_expected(field)}", path, at_key=True
            )
        elif isinstance(kind, ValidationErrorKind.PropertyNames):
            yield _Fault("IT105", f"“{path[-1]}”里的名字应写作{_expected(node)}", path, at_key=True)
        elif isinstance(kind, ValidationErrorKind.AnyOf) and (table := _table_branch(node, error.instance)):
            yield from _faults(table, error.instance, path)
        else:
            yield _fault_of_value(error, node, path)


def _place_of_key(key: str, here: Schema, schema: Schema, path: tuple[str | int, ...]) -> str:
    """What an unknown key was meant to be, or where in the file it would be known; `here` are those of its table."""
    known = list(here)
    if slip := nearest(key, known, cutoff=_SLIP):
        return slip
    within = next((name for name, node in here.items() if path and key in _fields_of_entries(node)), "")
    if within:
        return f"：它要写在 {within} 的花括号里"
    fields = schema.get("properties", {})
    if path and key in fields and "properties" not in fields[key]:
        return f"：它写在了 {path[0]} 那一段里；请移到文件里第一个 [ 开头的行之前"
    tables = [
        table
        for name, node in fields.items()
        for table in (
            (f"[{name}]", node),
            (f"[{name}.名字]", node.get("additionalProperties")),
            (f"[[{name}]]", node.get("items")),
        )
    ]
    heads = [head for head, table in tables if isinstance(table, dict) and key in table.get("properties", {})]
    if heads:
        return f"：它要写在 {' 或 '.join(heads)} 那一段里"
    return nearest(key, known) or f"；可用的有：{'、'.join(known)}"


def _fields_of_entries(node: Schema) -> Schema:
    """The fields of what is listed in a list, or in the lists that are listed in it."""
    while "items" in node:
        node = node["items"]
        if "properties" in node:
            return cast("Schema", node["properties"])
    return {}


def _fault_of_value(error: jsonschema_rs.ValidationError, node: Schema, path: tuple[str | int, ...]) -> _Fault:
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    value = error.instance
    if value in ("", []) or (isinstance(value, str) and not value.strip()):
        return _Fault("IT104", f"“{name}”是空的；应写作{_expected(node)}", path)
    return _Fault("IT105", _said_of_value(name, value, error.kind, node), path)


def _said_of_value(name: str, value: Any, kind: ValidationErrorKind, node: Schema) -> str:
    match kind:
        case ValidationErrorKind.UniqueItems():
            said = f"“{name}”里有重复的项，请删去"
        case ValidationErrorKind.Minimum() | ValidationErrorKind.Maximum():
            said = f"“{name}”应在 {node.get('minimum')} 到 {node.get('maximum')} 之间，现在是 {value}"
        case ValidationErrorKind.Pattern() if _LENGTH.fullmatch(value):
            said = f"“{name}”的数不合适：不能是负数，也不能到一千，现在是“{value}”"
        case ValidationErrorKind.OneOfMultipleValid() if isinstance(value, dict):
            said = f"一个花括号里写了几种：{'、'.join(value)}；只能是{_expected(node)}"
        case ValidationErrorKind.MaxItems():
            said = f"“{name}”最多写 {kind.limit} 项，现在有 {len(value)} 项"
        case ValidationErrorKind.Enum():
            options = [option for option in node["enum"] if isinstance(option, str)]
            hint = nearest(str(value), options)
            said = f"“{name}”不能是“{value}”{hint or '；可用的有：' + '、'.join(options)}"
        case _:
            bare = "，不加引号" if isinstance(value, str) and node.get("type") in ("boolean", "integer") else ""
            said = f"“{name}”应写作{_expected(node)}{bare}，现在是{_kind_of(value)}"
    return said


def _table_branch(node: Schema, instance: Any) -> Schema | None:
    """The branch of an anyOf that describes a table, where `instance` is one: its own faults say more."""
    if not isinstance(instance, dict):
        return None
    return next((branch for branch in node["anyOf"] if branch.get("type") == "object"), None)


def _node(schema: Schema, path: list[str | int]) -> Schema:
    node: Any = schema
    for part in path:
        node = node[part]
    return cast(Schema, node)


def _expected(node: Schema) -> str:
    return cast(str, node.get("x-expect") or _TYPES.get(cast(str, node.get("type")), "另一种形式"))


def _kind_of(value: Any) -> str:
    match value:
        case bool():
            return "true 或 false"
        case int() | float():
            return f"数字 {value}" if abs(value) < 10**20 else "很大的数字"
        case str():
            line = value.partition("\n")[0]
            return f"“{value if value == line and len(line) <= _SHOWN else line[:_SHOWN] + '…'}”"
        case list():
            return "列表"
        case {"$date": text} | {"$time": text} | {"$float": text}:
            return str(text)
        case _:
            return "表"
