"""Pieces of the OpenAPI document for bodies that are read and answers that are written without models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from api.formats import FORMATS
from api.problems import MEDIA_TYPE
from api.schemas import CellsIn, Problem
from api.uploads import MULTIPART
from api.work import ReportFormat

_SCHEMAS = "#/components/schemas/"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A refusal: problem details (RFC 9457) with a coded error.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _SCHEMAS + "Problem"}}},
    }
}
"""Every refusal of every route."""

_DESCRIBED: tuple[type[BaseModel], ...] = (CellsIn, Problem)
"""Models that no route names to the framework, which so does not describe them."""


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """The framework's document with what it cannot know: these models, and the keys."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in _DESCRIBED:
        schema = model.model_json_schema(ref_template=_SCHEMAS + "{model}")
        schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
    components["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "Needed where the service listens beyond its machine.",
        }
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            # Nothing here is found wrong by the framework's own answer.
            operation["responses"].pop("422", None)
            if not path.startswith("/health/"):
                operation["security"] = [{"key": []}, {}]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["schemas"] = dict(sorted(schemas.items()))
    return document


def json_body(model: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """A JSON body that the route reads as bytes."""
    schema = {"$ref": _SCHEMAS + model.__name__}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}}


def file_body(parts: tuple[str, ...], *, raw: bool = False) -> dict[str, Any]:
    """A body of files: parts of a form, and where ``raw``, the file itself too."""
    file = {"type": "string", "format": "binary"}
    form = {"type": "object", "properties": dict.fromkeys(parts, file), "required": list(parts)}
    content: dict[str, Any] = {MULTIPART: {"schema": form}}
    if raw:
        content["application/octet-stream"] = {"schema": file}
    return {"requestBody": {"required": True, "content": content}}


def reports(formats: Sequence[ReportFormat], model: type[BaseModel]) -> dict[str, Any]:
    """A result in any of its formats; as JSON it is as ``model`` says, which some route must name."""
    text, binary = {"type": "string"}, {"type": "string", "format": "binary"}
    content: dict[str, Any] = {}
    for name in formats:
        schema: dict[str, Any] = binary if name in ("docx", "xlsx") else text
        if name == "json":
            schema = {"$ref": _SCHEMAS + model.__name__}
        elif name == "sarif":
            schema = {"type": "object"}
        content[FORMATS[name].media_type.partition(";")[0]] = {"schema": schema}
    return {"description": "The result.", "content": content}
