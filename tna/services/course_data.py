"""Courses and resources from data that has no faults, and a course as the data it came from."""

from typing import Any

from tna.domain.courses import Course, CourseLevel, JointRule, Mode, Resource, ResourceKind
from tna.services.survey_checks import Entries


def build_course(data: Entries) -> Course:
    """The course in data without faults, whatever was left out filled in."""
    months, capacity = data["renew_months"], data["capacity"]
    return Course(
        id=data["id"],
        title=data["title"],
        description=data["description"],
        is_for=frozenset(data["for"]),
        on_nomination=frozenset(data.get("on_nomination", ())),
        needs_nomination=data.get("needs_nomination", False),
        nomination_note=data.get("nomination_note", ""),
        level=CourseLevel(str(data["level"]).removesuffix(".0")),
        mode=Mode(data["mode"]),
        has_dates=data.get("dates", True),
        hours=float(data["hours"]),
        days=int(data.get("days", 0)),
        capacity=None if capacity is None else int(capacity),
        prerequisites=tuple(tuple(any_of) for any_of in data.get("prerequisites", ())),
        other_evidence=data.get("other_evidence", ""),
        domains=tuple(data["domains"]),
        statements=tuple(data["statements"]),
        renew_months=None if months is None else int(months),
        renews=data.get("renews"),
        joint=_build_joint(data["joint"]) if "joint" in data else None,
        url=data.get("url", ""),
    )


def build_resource(data: Entries) -> Resource:
    """The resource in data without faults."""
    minutes = data["minutes"]
    return Resource(
        id=data["id"],
        title=data["title"],
        kind=ResourceKind(data["kind"]),
        publisher=data["publisher"],
        minutes=None if minutes is None else int(minutes),
        domains=tuple(data["domains"]),
        is_for=frozenset(data.get("for", ())),
        url=data.get("url", ""),
    )


def course_entries(course: Course) -> Entries:
    """A course as `build_course` takes it, with what may be left out left out where it says nothing."""
    level = course.level.value
    required: dict[str, Any] = {
        "id": course.id,
        "title": course.title,
        "description": course.description,
        "for": sorted(course.is_for),
        "level": int(level) if level.isdigit() else level,
        "mode": course.mode.value,
        "hours": course.hours,
        "capacity": course.capacity,
        "domains": list(course.domains),
        "statements": list(course.statements),
        "renew_months": course.renew_months,
    }
    optional: dict[str, Any] = {
        "on_nomination": sorted(course.on_nomination),
        "needs_nomination": course.needs_nomination,
        "nomination_note": course.nomination_note,
        "days": course.days,
        "prerequisites": [list(any_of) for any_of in course.prerequisites],
        "other_evidence": course.other_evidence,
        "renews": course.renews,
        "joint": _joint_entries(course.joint) if course.joint else None,
        "url": course.url,
    }
    dates = {} if course.has_dates else {"dates": False}
    return required | dates | {name: value for name, value in optional.items() if value}


def resource_entries(resource: Resource) -> Entries:
    """A resource as `build_resource` takes it, with what may be left out left out where it says nothing."""
    required: dict[str, Any] = {
        "id": resource.id,
        "title": resource.title,
        "kind": resource.kind.value,
        "publisher": resource.publisher,
        "minutes": resource.minutes,
        "domains": list(resource.domains),
    }
    optional: dict[str, Any] = {"for": sorted(resource.is_for), "url": resource.url}
    return required | {name: value for name, value in optional.items() if value}


def _build_joint(data: Entries) -> JointRule:
    first_and_second = data.get("balance")
    return JointRule(
        balance=(first_and_second[0], first_and_second[1]) if first_and_second else None,
        within=int(data.get("within", 0)),
        each={sector: int(people) for sector, people in data.get("each", {}).items()},
        agencies_at_least=int(data.get("agencies_at_least", 0)),
    )


def _joint_entries(rule: JointRule) -> Entries:
    balance: Entries = {"balance": list(rule.balance), "within": rule.within} if rule.balance else {}
    others = {"each": dict(rule.each), "agencies_at_least": rule.agencies_at_least}
    return balance | {name: value for name, value in others.items() if value}
