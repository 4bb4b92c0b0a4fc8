"""What the service judges by: rules, editions of the Code, the model."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from api.deps import Admitted, Running
from api.documented import PROBLEMS
from api.schemas import CodesOut, ModelOut, RuleOut, RulesOut
from api.work import About
from scorer.codes import editions
from scorer.errors import ScorerError

router = APIRouter(prefix="/v1", dependencies=[Admitted], responses=PROBLEMS)


def _about(service: Running) -> About:
    if service.desk.about is None:
        raise ScorerError("E707")
    return service.desk.about


@router.get("/rules", summary="All rules", response_model=RulesOut)
async def rules(service: Running) -> dict[str, Any]:
    """The rules, each with invented cells on which it fires and on which it stays silent."""
    about = _about(service)
    return {"sha256": about.versions.rules_sha256, "rules": about.rules}


@router.get("/rules/{code}", summary="One rule", response_model=RuleOut)
async def rule(
    service: Running, code: Annotated[str, Path(pattern=r"^[A-Z]{2,4}[0-9]{3}$", examples=["FUT003"])]
) -> dict[str, Any]:
    """Why a rule fires."""
    for found in _about(service).rules:
        if found["code"] == code:
            return found
    raise ScorerError("E501", rule=code)


@router.get("/codes", summary="The editions of the Code", response_model=CodesOut)
async def codes() -> dict[str, Any]:
    """The editions whose forms are read, and their provisions in our own words."""
    return {
        "codes": [
            {
                "code": edition.code,
                "name": edition.name,
                "in_force": edition.in_force,
                "provisions": [
                    {
                        "ref": provision.ref,
                        "section": provision.section,
                        "title": provision.title,
                        "duty": provision.requirement,
                        "parts": list(provision.parts),
                    }
                    for provision in edition.provisions
                ],
            }
            for edition in editions()
        ]
    }


@router.get("/model", summary="The model in use", response_model=ModelOut)
async def model(service: Running) -> dict[str, Any]:
    """Its card, with its figures, and its manifest."""
    about = _about(service)
    return {"scorer": about.facts, "card": about.card, "manifest": about.manifest}
