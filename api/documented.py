"""Pieces of the OpenAPI document for bodies that are read and answers that are written without models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from api.formats import FORMATS
from api.problems import MEDIA_TYPE
from api.schemas import Problem
from api.uploads import MULTIPART
from api.work import ReportFormat

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "model": Problem,
        "description": "A refusal: problem details (RFC 9457) with a coded error.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
"""Every refusal of every route."""


def json_body(model: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """A JSON body that the route reads as bytes."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
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
            schema = {"$ref": f"#/components/schemas/{model.__name__}"}
        elif name == "sarif":
            schema = {"type": "object"}
        content[FORMATS[name].media_type.partition(";")[0]] = {"schema": schema}
    return {"description": "The result.", "content": content}
