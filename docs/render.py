"""Write the generated parts of README and docs, from the tables themselves.

    python docs/render.py           write them
    python docs/render.py --check   fail when they are not what the tables say

A generated part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``.
"""

import ast
import calendar
import datetime as dt
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import attrs

from ordercore.channels import (
    CHANNELS,
    CHOICE_CLAUSES,
    COUNTED_IN,
    MARKETPLACES,
    PRIME_CLAUSES,
    PRIME_TERMS,
    SERVICES,
    STEPS,
    TASKS,
    Cancelling,
    Channel,
    Enrolment,
    Handling,
    Limit,
    Metric,
    Target,
    Tasks,
    Transit,
)
from ordercore.cli.diagram import LIFECYCLES
from ordercore.conversations.claims import (
    CLAIM_CLAUSES,
    CLAIM_TERMS,
    ClaimTerms,
    ClaimWindow,
    Term,
)
from ordercore.conversations.claims import DECISIONS as CLAIMS
from ordercore.conversations.feedback import DECISIONS as FEEDBACK
from ordercore.conversations.feedback import (
    FEEDBACK_CLAUSES,
    FEEDBACK_TERMS,
    RATING_SPLITS,
    REMOVAL_GROUNDS,
    REMOVAL_TERMS,
    REVIEW_REQUESTS,
    REVIEWS_AFTER_DELIVERY,
    REVIEWS_WHEN_SETTLED,
    SCORE_PERIODS,
)
from ordercore.conversations.messages import (
    ANSWER_TERMS,
    ANY_LINK,
    MESSAGE_CLAUSES,
    MESSAGE_TERMS,
    TEMPLATES,
    MessageTerms,
    OrderStage,
)
from ordercore.conversations.messages import DECISIONS as CONVERSATIONS
from ordercore.errors import Lift
from ordercore.flows import ORDER_REACTIONS, POOL_REACTIONS, REACTIONS
from ordercore.inventory import DECISIONS as STOCK
from ordercore.inventory import REPLENISHING_CLAUSES, SOURCING_CLAUSES
from ordercore.kernel.actors import Actor
from ordercore.kernel.dated import EVERYWHERE
from ordercore.kernel.decider import DecisionTable
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.rules import Rule
from ordercore.kernel.time import instant
from ordercore.metrics.health import DEFINITIONS, Definition
from ordercore.notices import (
    NOTICE_TERMS,
    NOTICES,
    STALE,
    STALE_STOCK,
    STOCK_NOTICES,
    SUGGESTED,
    SUGGESTION_CLAUSES,
    NoticeTerms,
)
from ordercore.notices.beside import BESIDE, STALE_BESIDE
from ordercore.orders.claimed import CLAIMED_CLAUSES
from ordercore.orders.decider import DECISIONS as ORDERS
from ordercore.orders.decider import EVENTS
from ordercore.orders.permits import TASKS_OF, givers
from ordercore.orders.reasons import ANYBODY, CANCEL_REASONS, HOLD_KINDS, REFUND_REASONS
from ordercore.queries.filtering import FIELDS
from ordercore.queries.filtering.kinds import (
    AMOUNTS,
    BEGINNINGS,
    MOMENTS,
    NUMBERS,
    TAGS,
    TEXT,
    Words,
)
from ordercore.queries.views import DECISIONS as VIEWS
from ordercore.queries.views import SHIPPED as SHIPPED_VIEWS
from ordercore.queries.worklist import ORDER_KINDS, STAKES, TASK_CLAUSES
from ordercore.queries.worklist.due import STOCK_FINDERS
from ordercore.queries.worklist.stocking import expired_promises
from ordercore.returns import (
    DECLINE_REASONS,
    GRADES,
    POLICIES,
    RETURN_CLAUSES,
    RETURN_REASONS,
    RETURN_WAITS,
    Fault,
    ReturnPolicy,
)
from ordercore.returns.rows import ANY, Row
from ordercore.shipping import Parcel
from ordercore.shipping.choosing import SERVICE_CLAUSES, SERVING_RULES
from ordercore.shipping.exceptions import EXCEPTION_CLAUSES, EXCEPTIONS, PATIENCE, Watched
from ordercore.shipping.measures import (
    DIMENSIONAL_RULES,
    SIZE_TIERS,
    Confidence,
    DimensionalRule,
    Dimensions,
    Length,
    Rounding,
    SizeTierRow,
    Weight,
)
from ordercore.shipping.numbers import COURIERS, TRACKING_NUMBER_TYPES
from ordercore.shipping.packing import (
    GUIDELINES,
    LOADING_RULES,
    PACKING_CLAUSES,
    PackagingGuidelines,
)
from ordercore.shipping.tracking import STATUSES, TrackingStatus

METRICS = tuple(f"`{metric.value}`" for metric in Metric)

ROOT = Path(__file__).parents[1]

PART = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def sentence(thing: object) -> str:
    """Give the first line of a docstring."""
    return (thing.__doc__ or "").strip().partition("\n")[0]


def since(day: dt.date) -> str:
    """Say from when on a row holds."""
    return "always" if day == dt.date.min else f"from {day}"


def names(some: Iterable[str]) -> str:
    """Write names of code, any of which will do."""
    quoted = [f"`{name}`" for name in some]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def people(actors: Iterable[Actor]) -> str:
    """Write who may do something."""
    return ", ".join(sorted(actor.value for actor in actors))


def lifted(lift: Lift) -> str:
    """Say what lifts a refusal; any of these, or nothing."""
    ways = [f"{names(lift.commands)} first"] if lift.commands else []
    ways += [f"other {names(lift.arguments)}"] if lift.arguments else []
    ways += [f"waiting until `{lift.until}`"] if lift.until else []
    said = ", or ".join(ways) or "nothing"
    return f"{said}; rather {names(lift.rather)}" if lift.rather else said


def brought_about(outcome: Callable[..., Any]) -> list[str]:
    """Give the events of an order that an outcome names, in itself or in what it calls."""
    found: dict[str, None] = {}
    seen, ahead = {outcome}, [outcome]
    while ahead:
        function = ahead.pop(0)
        things = [function.__globals__.get(name) for name in names_in(function.__code__)]
        found.update({f"`{some.__name__}`": None for some in things if some in EVENTS})
        called = [some for some in things if isinstance(some, FunctionType) and some not in seen]
        seen.update(called)
        ahead += [some for some in called if some.__module__.startswith("ordercore.orders.")]
    return list(found)


def names_in(code: CodeType) -> list[str]:
    """Give the names that a function uses, those of functions inside it too."""
    inside = [some for some in code.co_consts if isinstance(some, CodeType)]
    return [*code.co_names, *(name for some in inside for name in names_in(some))]


def decisions(of: DecisionTable[Any, Any, Any]) -> str:
    """Write one section per command: what it does, its events, and the rules it must meet."""
    sections: list[str] = []
    for row in of.rows.values():
        sections.append(f"### {row.command.__name__}\n\n{row.sentence}\n")
        if events := brought_about(row.outcome):
            sections.append(f"Events: {', '.join(events)}.\n")
        if row.rules:
            rules = ((f"`{rule.code}`", rule.sentence, lifted(rule.lift)) for rule in row.rules)
            sections.append(table(("refused as", "because", "lifted by"), rules))
        else:
            sections.append("Never refused.\n")
    return "\n".join(sections)


KINDS_OF_FIELDS = (
    (NUMBERS, "a whole number"),
    (AMOUNTS, "an amount with its currency"),
    (MOMENTS, "a day or a moment"),
    (TEXT, "a part of it"),
    (BEGINNINGS, "its beginning"),
    (TAGS, "a tag"),
)
"""Kinds of fields, and what is given of them."""


def filter_fields() -> str:
    """Write what orders can be found by."""
    rows = ((f"`{field.name}`", field.says, _values_of(field.kind)) for field in FIELDS.values())
    return table(("field", "is", "compared with"), rows)


def _values_of(kind: object) -> str:
    named = next((words for some, words in KINDS_OF_FIELDS if some == kind), "")
    if named or not isinstance(kind, Words):
        return named
    return ", ".join(f"`{word}`" for word in sorted(kind.known)) or "a word"


def shipped_views() -> str:
    """Write the views that are there from the start."""
    rows = ((f"`@{view.name}`", f"`{view.filter}`", view.says) for view in SHIPPED_VIEWS.values())
    return table(("view", "stands for", "what it is for"), rows)


def diagram(of: Lifecycle[Any]) -> str:
    """Write a lifecycle as a Mermaid diagram."""
    return f"```mermaid\n{of.mermaid()}```\n"


def lifecycles() -> str:
    """Write every lifecycle but that of the order, which has a place of its own."""
    return "\n".join(
        f"### {of.name.capitalize()}\n\n{diagram(of)}"
        for of in LIFECYCLES.values()
        if of.name != "order"
    )


def handling(row: Handling) -> str:
    """Write how fast a channel wants an order out of the door."""
    where = "" if row.marketplace == EVERYWHERE else f"{row.marketplace} "
    cutoff = row.cutoff_for(row.days)
    said = [f"{where}{since(row.effective_from)}: {row.days} operating days"]
    said += [f"cut-off {cutoff:%H:%M}"] if cutoff else []
    said += [f"{calendar.day_name[day]} too" for day in sorted(row.extra_weekdays)]
    said += [] if row.sku_times else ["for every SKU"]
    return ", ".join(said)


def transit(row: Transit) -> str:
    """Write how long a parcel is on its way."""
    where = "" if row.marketplace == EVERYWHERE else f"{row.marketplace}: "
    return f"{where}{row.least}" if row.least == row.most else f"{where}{row.least} to {row.most}"


def services() -> str:
    """Write the services that a buyer may choose, and how long each takes."""
    return table(
        ("service", "name", "also named", "handled", "on the way"),
        (
            (
                f"`{row.code}`",
                row.name,
                ", ".join(f"`{name}`" for name in row.also) or "-",
                "on the day itself" if row.premium else "as the channel says",
                "<br>".join(map(transit, row.transit))
                + (" calendar days" if row.calendar_days else " operating days"),
            )
            for row in SERVICES.values()
        ),
    )


def promise_steps() -> str:
    """Write the steps by which a promise is found."""
    return table(("step", "says"), ((f"`{code}`", said) for code, said in STEPS.items()))


QUESTIONS: Mapping[str, Callable[[Channel], str]] = {
    "stock": lambda row: f"`{row.pool}`",
    "labels are bought through": lambda row: row.label_service.value,
    "carriers that the seller chooses from": lambda row: chosen_from(row.carriers),
    "handling": lambda row: "<br>".join(map(handling, row.handling)) or "not bound",
    "money is taken": lambda row: row.capture.value.replace("_", " "),
    "of a part there is shipped": lambda row: names([some.value for some in row.fill] or ["-"]),
    "most lines": lambda row: str(row.most_lines or "-"),
    "most units": lambda row: str(row.most_units or "-"),
}
"""What every row of the channel table answers beside who does what."""


def chosen_from(carriers: frozenset[str] | None) -> str:
    """Write which carriers a seller may choose."""
    return "any" if carriers is None else ", ".join(sorted(carriers)) or "none"


def channels() -> str:
    """Write the channel table, a column a channel: who does what, and by which rules."""
    rows = CHANNELS.values()
    return table(
        ("", *[f"{row.code}<br>{row.name}" for row in rows]),
        [
            *[(task, *[people(row.who.of(task)) for row in rows]) for task in TASKS],
            *[(question, *map(answer, rows)) for question, answer in QUESTIONS.items()],
        ],
    )


def tasks() -> str:
    """Write what each task is."""
    said = attribute_docs(Tasks)
    return "".join(f"- `{task}`: {said[task]}\n" for task in TASKS)


def attribute_docs(kind: type) -> Mapping[str, str]:
    """Give the text under each attribute of a class."""
    source = next(ast.iter_child_nodes(ast.parse(inspect.getsource(kind))))
    body = source.body if isinstance(source, ast.ClassDef) else []
    return {
        field.target.id: said.value.value
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
    }


def permits() -> str:
    """Write who may give which command on which channel, and as whose task."""
    rows = CHANNELS.values()
    return table(
        ("command", "task", *CHANNELS),
        [
            (
                f"`{row.command.__name__}`",
                ", ".join(TASKS_OF[row.command]),
                *[people(givers(row.command, channel)) for channel in rows],
            )
            for row in ORDERS.rows.values()
        ],
    )


def overdue(row: Cancelling) -> str:
    """Write when what nobody shipped is cancelled by itself."""
    if row.auto_days is None:
        return "never"
    return f"{row.auto_days} {'days' if row.calendar_days else 'operating days'} after ship-by"


def cancelling() -> str:
    """Write how orders of each channel are cancelled without the seller."""
    return table(
        (
            "channel",
            "marketplace",
            "placed",
            "the buyer cancels alone for",
            "what nobody shipped is cancelled",
            "what is held is cancelled",
        ),
        (
            (
                channel.code,
                row.marketplace,
                since(row.effective_from),
                f"{row.free_minutes} minutes",
                overdue(row),
                f"{row.held_days} days after the hold" if row.held_days else "never",
            )
            for channel in CHANNELS.values()
            for row in channel.cancelling
        ),
    )


def marketplaces() -> str:
    """Write the marketplaces."""
    return table(
        ("code", "sales channel", "id", "currency", "zone", "languages"),
        (
            (
                row.code,
                row.sales_channel,
                f"`{row.id}`",
                row.currency,
                row.zone,
                ", ".join(row.languages),
            )
            for row in MARKETPLACES.values()
        ),
    )


def limit(of: Limit | None) -> str:
    """Write a limit as a percentage, with all its digits."""
    if of is None:
        return "none"
    percent = Decimal((of.share * 100).numerator) / (of.share * 100).denominator
    return f"{of.comparison.value.replace('_', ' ')} {percent} %"


def measured(row: Target) -> tuple[str, ...]:
    """Write what a target measures, and how, but not where."""
    binding = "yes" if row.consequences else "advice"
    return (
        f"`{row.metric.value}`",
        COUNTED_IN[row.metric].value,
        since(row.effective_from),
        limit(row.limit),
        ", ".join(map(str, row.windows)) or "-",
        "no" if row.limit is None else binding,
    )


def targets() -> str:
    """Write every row by which sellers are measured, where, and on which channels."""
    rows: dict[tuple[str, ...], list[str]] = {}
    channels: dict[Target, list[str]] = {}
    for channel in CHANNELS.values():
        for row in channel.targets:
            channels.setdefault(row, []).append(channel.code)
    for row, codes in channels.items():
        rows.setdefault((*measured(row), ", ".join(codes)), []).append(row.marketplace)
    by_metric = sorted(rows.items(), key=lambda item: METRICS.index(item[0][0]))
    return table(
        ("metric", "counts", "since", "limit", "days", "binding", "channels", "marketplaces"),
        ((*said, ", ".join(sorted(codes))) for said, codes in by_metric),
    )


def definitions() -> str:
    """Write which number of which other one every metric is."""

    def lengths(row: Definition) -> str:
        return ", ".join("all" if days is None else str(days) for days in row.windows)

    return table(
        ("metric", "so many", "of so many", "parts", "ends", "days", "source"),
        (
            (
                f"`{row.metric.value}`",
                f"`{row.count}`",
                f"`{row.of}`",
                ", ".join(f"`{name}`" for name in row.parts) or "-",
                f"{row.delay} d before",
                lengths(row) or "of the target",
                row.source,
            )
            for row in DEFINITIONS
        ),
    )


def enrolment(of: Enrolment | None) -> str:
    """Write what has to be had before a trial, and in it."""
    if of is None:
        return "not known"
    rates = [f"`{metric.value}` {limit(some)}" for metric, some in of.limits.items()]
    record = [f"{of.packages} packages in {of.record_days} days", *rates]
    trial = f"trial: {of.trial_packages} packages in {of.trial_days} days"
    return "<br>".join([*record, trial])


def prime_terms() -> str:
    """Write the terms of Prime, row by row."""
    return table(
        (
            "marketplace",
            "since",
            "to enrol",
            "trials a year",
            "packages a month",
            "weekend day",
            "suspended for",
            "appeal within",
            "speeds",
        ),
        (
            (
                row.marketplace,
                since(row.effective_from),
                enrolment(row.enrolment),
                str(row.trials_a_year or "any"),
                str(row.month_packages or "any"),
                "yes" if row.weekend_day else "no",
                f"{row.suspended_days} days" if row.suspended_days else "no set time",
                f"{row.appeal_days} days" if row.appeal_days else "no set time",
                "<br>".join(
                    f"{some.tier.value.replace('_', ' ')}, {some.days} d: {limit(some.limit)}"
                    for some in row.speeds
                )
                or "-",
            )
            for row in PRIME_TERMS
        ),
    )


def clauses(of: Mapping[str, tuple[str, ...]]) -> str:
    """Write the codes of clauses with the facts that they give."""
    return table(
        ("code", "facts"),
        ((f"`{code}`", ", ".join(f"`{name}`" for name in facts)) for code, facts in of.items()),
    )


def measured_as(measure: Weight | Length | Dimensions | None) -> str:
    """Write a limit as it is published, in pounds and inches; nothing where there is none."""
    if measure is None:
        return ""
    if isinstance(measure, Weight):
        return measure.text("lb" if measure >= Weight.of(1, "lb") else "oz")
    return measure.text("in", 4)


def sure(confidence: Confidence) -> str:
    """Write how a figure is known."""
    return confidence.value.replace("_", " ")


def rounded_as(rule: DimensionalRule) -> str:
    """Write what is rounded, and how."""
    weight = "lb" if rule.side_unit == "in" else "kg"
    parts = [
        f"{what} {rounding.value} to {step} {unit}"
        for what, rounding, step, unit in (
            ("sides", rule.sides, 1, rule.side_unit),
            ("weight", rule.weights, rule.weight_step, weight),
        )
        if rounding is not Rounding.EXACT
    ]
    return "; ".join(parts) or "nothing"


def dimensional_rules() -> str:
    """Write how carriers turn a size into a weight."""
    return table(
        ("carrier", "service", "marketplace", "since", "divisor", "rounded", "known by"),
        (
            (
                row.carrier,
                row.service,
                row.marketplace,
                since(row.effective_from),
                f"{row.divisor} {row.side_unit}³" if row.divisor else "size does not count",
                rounded_as(row),
                sure(row.confidence),
            )
            for row in DIMENSIONAL_RULES
        ),
    )


def tier_limits(tier: SizeTierRow) -> str:
    """Write the limits of a size tier."""
    limits = [
        f"{name}{measured_as(limit)}"
        for name, limit in (
            ("", tier.weight),
            ("", tier.sides),
            ("longest side ", tier.longest),
            ("length plus girth ", tier.length_plus_girth),
        )
        if limit is not None
    ]
    text = f"{'less than ' if tier.strict else ''}{', '.join(limits)}" if limits else "all else"
    return text if tier.known else f"not published; within {text}"


def size_tier_rows() -> str:
    """Write the size tiers."""
    return table(
        ("programme", "marketplace", "since", "tier", "limits", "known by"),
        (
            (
                scheme.programme,
                scheme.marketplace,
                since(scheme.effective_from),
                f"`{tier.code}`",
                tier_limits(tier),
                sure(scheme.confidence),
            )
            for scheme in SIZE_TIERS
            for tier in scheme.tiers
        ),
    )


def guidelines() -> str:
    """Write what programmes ask of a parcel."""
    return table(
        ("programme", "marketplace", "since", "asks", "known by"),
        (
            (
                row.programme,
                row.marketplace,
                since(row.effective_from),
                "; ".join(asked_of(row)) or "nothing",
                sure(row.confidence),
            )
            for row in GUIDELINES
        ),
    )


def asked_of(row: PackagingGuidelines) -> Iterable[str]:
    """Give what a row asks, each in words."""
    measures = (
        ("at most ", row.most_weight),
        ("two lift above ", row.team_lift),
        ("a machine lifts above ", row.mech_lift),
        ("at most ", row.most_sides),
        ("bags at least thick ", row.bag_thickness),
        ("warning on bags from an opening of ", row.warning_opening),
    )
    yield from (f"{name}{measured_as(value)}" for name, value in measures if value is not None)
    if row.heavy_alone:
        yield "a single unit may be heavier"
    if row.packing_slip:
        yield "a packing slip inside"
    if row.branding_insert is not None:
        yield f"inserts that advertise are {'' if row.branding_insert else 'not '}allowed"


def statements(rules: Iterable[Rule[Any, Any, Any]]) -> str:
    """Write rules that are asked in order, each with its code."""
    return table(("code", "has to hold"), ((f"`{rule.code}`", rule.sentence) for rule in rules))


def hold_kinds() -> str:
    """Write the kinds of holds."""
    return table(
        ("kind", "released by", "stops", "released by a settled address"),
        (
            (
                f"`{row.code}`",
                "anybody" if row.released_by == ANYBODY else people(row.released_by),
                "shipping and taking money" if row.stops_capture else "shipping",
                "yes" if row.about_address else "no",
            )
            for row in HOLD_KINDS.values()
        ),
    )


def cancel_reasons() -> str:
    """Write the reasons to cancel."""

    def counts(counted: bool, unless_requested: bool) -> str:
        if not counted:
            return "no"
        return "unless the buyer asked" if unless_requested else "yes"

    return table(
        ("reason", "counts in the cancellation rate", "Amazon's word"),
        (
            (f"`{row.code}`", counts(row.counts, row.unless_requested), row.amazon or "-")
            for row in CANCEL_REASONS.values()
        ),
    )


def refund_reasons() -> str:
    """Write the reasons to refund."""
    return table(
        ("reason", "Amazon's word"),
        ((f"`{row.code}`", row.amazon or "-") for row in REFUND_REASONS.values()),
    )


TABLES_OF_POLICIES = tuple(next(iter(POLICIES.values())).tables)


def decline_reasons() -> str:
    """Write the reasons to decline a return."""
    return table(("reason",), ((f"`{row.code}`",) for row in DECLINE_REASONS.values()))


def grades() -> str:
    """Write in which condition returned units are, and what may become of them."""
    return table(
        ("grade", "becomes", "or, where that is said", "condition in stock", "Amazon's word"),
        (
            (
                f"`{row.code}`",
                row.dispositions[0].value,
                ", ".join(some.value for some in row.dispositions[1:]),
                row.condition or "-",
                row.amazon or "-",
            )
            for row in GRADES.values()
        ),
    )


def return_waits() -> str:
    """Write how long returns are waited for."""
    return table(
        ("marketplace", "from", "days since it was let in"),
        ((row.marketplace, since(row.effective_from), str(row.days)) for row in RETURN_WAITS),
    )


def policies() -> str:
    """Write which tables a policy shares with the default, and how many rows its own have."""
    default = POLICIES["receipt"].tables

    def told(policy: ReturnPolicy, name: str) -> str:
        rows = policy.tables[name]
        shared = rows == default[name] and policy.name != "receipt"
        return "as `receipt`" if shared and rows else str(len(rows) or "-")

    return table(
        ("rows of", *(f"`{name}`" for name in POLICIES)),
        (
            (f"`{name}`", *(told(policy, name) for policy in POLICIES.values()))
            for name in TABLES_OF_POLICIES
        ),
    )


def held_by(row: Row) -> str:
    """Write what a row of a return policy holds of, but not where."""
    named = (("channel", row.channel), ("category", row.category), ("condition", row.condition))
    trait = getattr(row, "trait", ANY)
    words = [f"{what} `{value}`" for what, value in (*named, ("trait", trait)) if value != ANY]
    return ", ".join(words) or "all"


OF_EVERY_ROW = {
    "about", "marketplace", "effective_from", "channel", "category", "condition", "trait", "source",
    "confidence",
}  # fmt: skip


def cell(value: object) -> str:
    """Write a value of a row."""
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(cell(some) for some in value)) or "-"
    return "-" if value in (None, "", ANY) else str(value)


def return_rows(name: str) -> str:
    """Write a table of the default policy, and those of other policies that differ from it.

    Rows that say the same of several goods, or on several marketplaces, stand in one line.
    """
    default = POLICIES["receipt"].tables[name]
    names = [field.name for field in attrs.fields(type(default[0]))]
    fields = [name for name in names if name not in OF_EVERY_ROW]
    lines: dict[tuple[str, ...], tuple[dict[str, None], dict[str, None]]] = {}
    for policy in POLICIES.values():
        if policy.name != "receipt" and policy.tables[name] == default:
            continue
        for row in policy.tables[name]:
            said = [cell(getattr(row, field)) for field in fields]
            known = (since(row.effective_from), row.source, sure(row.confidence))
            of, where = lines.setdefault((f"`{policy.name}`", *said, *known), ({}, {}))
            of[held_by(row)] = where[row.marketplace] = None
    heads = (field.replace("_", " ") for field in fields)
    return table(
        ("policy", "of", *heads, "in force", "source", "known as", "marketplaces"),
        (
            (policy, ", ".join(of), *said, " ".join(where))
            for (policy, *said), (of, where) in lines.items()
        ),
    )


def return_reasons() -> str:
    """Write whose fault each reason is."""
    return table(
        ("fault", "reasons"),
        (
            (
                fault.value,
                ", ".join(f"`{row.code}`" for row in RETURN_REASONS.values() if row.fault is fault),
            )
            for fault in Fault
        ),
    )


def term(of: Term | None, none: str) -> str:
    """Write how much time there is."""
    if of is None:
        return none
    return f"{of.number} {of.counting.value.replace('_', ' ')}"


def claim_terms() -> str:
    """Write the terms of each kind of claim."""

    def counted(row: ClaimTerms) -> str:
        cleared = ", ".join(sorted(outcome.value for outcome in row.cleared_by))
        return (f"unless {cleared}" if cleared else "always") if row.defect else "never"

    return table(
        (
            "claim", "provider", "marketplace", "from", "opened by", "decided by",
            "to answer", "to appeal", "most for an order", "claims per order", "a defect",
        ),
        (
            (
                f"`{row.kind}`",
                row.provider,
                row.marketplace,
                since(row.effective_from),
                row.opened_by.value,
                row.decided_by.value,
                term(row.answer, "nobody asks"),
                term(row.appeal, "none"),
                str(row.most or "-"),
                str(row.per_order or "any"),
                counted(row),
            )
            for row in CLAIM_TERMS
        ),
    )  # fmt: skip


def claim_grounds() -> str:
    """Write the grounds of each row, with their windows and what helps."""

    def begins(window: ClaimWindow, contact: int | None) -> str:
        moments = " or ".join(f"`{moment.value}`" for moment in window.opens_from)
        wait = "" if window.wait is None else f" + {window.wait} whole days"
        wrote = "" if contact is None else f", and {contact} hours after the buyer wrote"
        return f"{moments}{wait}{wrote}"

    def ends(window: ClaimWindow) -> str:
        moments = " or ".join(f"`{moment.value}`" for moment in window.closes_from)
        return f"{moments} + {window.days} days"

    return table(
        ("claim", "provider", "marketplace", "from", "ground", "opens", "closes", "at most",
         "helped by"),
        (
            (
                f"`{row.kind}`",
                row.provider,
                row.marketplace,
                since(row.effective_from),
                f"`{ground.code}`",
                begins(ground.window, ground.contact_hours),
                ends(ground.window),
                f"{ground.share} %",
                ", ".join(f"`{code}`" for code in ground.evidence),
            )
            for row in CLAIM_TERMS
            for ground in row.grounds
        ),
    )  # fmt: skip


def known_from(row: Any) -> tuple[str, str]:
    """Write where a figure comes from, and how sure it is."""
    return row.source, row.confidence.value.replace("_", " ")


def rating_rows() -> str:
    """Write what ratings count as, how long there is, and over which periods they add up."""
    splits: list[tuple[str, Any, str]] = [
        some
        for row in RATING_SPLITS
        for some in (
            ("positive", row, f"from {row.positive_from} stars"),
            ("negative", row, f"to {row.negative_to} stars"),
        )
    ]
    times: list[tuple[str, Any, str]] = [
        some
        for row in FEEDBACK_TERMS
        for some in (
            ("link to rate", row, f"about {row.link_days} days after confirmation"),
            ("to rate", row, f"{row.days} days after the order"),
        )
    ]
    removals: list[tuple[str, Any, str]] = [
        ("to have removed", row, f"{row.days} days after the rating") for row in REMOVAL_TERMS
    ]
    scores: list[tuple[str, Any, str]] = [
        (f"score `{row.name}`", row, "all" if row.days is None else f"{row.days} days")
        for row in SCORE_PERIODS
    ]
    return table(
        ("what", "marketplace", "from", "value", "source", "confidence"),
        (
            (what, row.marketplace, since(row.effective_from), value, *known_from(row))
            for what, row, value in (*splits, *times, *removals, *scores)
        ),
    )


def removal_grounds() -> str:
    """Write why a rating may be removed, and what becomes of it then."""
    return table(
        ("ground", "marketplace", "from", "brings", "source", "confidence"),
        (
            (
                f"`{row.code}`",
                row.marketplace,
                since(row.effective_from),
                row.brings.value,
                *known_from(row),
            )
            for row in REMOVAL_GROUNDS
        ),
    )


def review_terms() -> str:
    """Write when a review may be asked for: the default, and rows that may take its place."""
    named = {
        "REVIEW_REQUESTS": REVIEW_REQUESTS,
        "REVIEWS_AFTER_DELIVERY": REVIEWS_AFTER_DELIVERY,
        "REVIEWS_WHEN_SETTLED": REVIEWS_WHEN_SETTLED,
    }
    return table(
        ("row", "opens", "closes", "leaves out", "source", "confidence"),
        (
            (
                f"`{name}`",
                f"`{row.opens_from.value}` + {row.opens_after} days",
                f"`{row.closes_from.value}` + {row.closes_after} days",
                ", ".join(f"`{code}`" for code in sorted(row.excluded)) or "-",
                *known_from(row),
            )
            for name, row in named.items()
        ),
    )


def message_kinds() -> str:
    """Write what each kind of message may hold, and when it may be sent."""

    def between(least: int, most: int | None) -> str:
        if most == 0:
            return "none"
        return f"{least} to {most}" if most is not None else f"{least} or more"

    def stages(row: MessageTerms) -> str:
        if row.stages == frozenset(OrderStage):
            return "any"
        return ", ".join(some.value.replace("_", " ") for some in OrderStage if some in row.stages)

    def links(row: MessageTerms) -> str:
        if row.links is None:
            return "none"
        return "any" if row.links == ANY_LINK else row.links.replace("_", " ")

    return table(
        (
            "kind", "where", "marketplace", "from", "characters", "files", "links about",
            "addresses, telephones, HTML", "stages", "days after completion", "per order",
            "to buyers who want none",
        ),
        (
            (
                f"`{row.kind}`",
                row.venue.value.replace("_", " "),
                row.marketplace,
                since(row.effective_from),
                between(row.shortest, row.longest),
                between(row.fewest_files, row.most_files),
                links(row),
                "yes" if row.contacts else "no",
                stages(row),
                "any, after the buyer wrote" if row.replies else str(row.days or "any"),
                str(row.per_order or "any"),
                "yes" if row.critical else "no",
            )
            for row in MESSAGE_TERMS
        ),
    )  # fmt: skip


def answer_hours() -> str:
    """Write how soon buyers are answered."""
    return table(
        ("where", "marketplace", "from", "hours, on every day"),
        (
            (
                row.venue.value.replace("_", " "),
                row.marketplace,
                since(row.effective_from),
                str(row.hours),
            )
            for row in ANSWER_TERMS
        ),
    )


def message_templates() -> str:
    """Write which templates there are, and what suggests them."""
    suggested = {row.template: row for row in SUGGESTED}

    def situation(key: str) -> str:
        row = suggested.get(key)
        if row is None:
            return "-"
        sentence = (row.situation.__doc__ or "").partition("\n")[0]
        return f"{sentence} Asked for." if row.asked else sentence

    return table(
        ("template", "names", "sent as", "suggested when"),
        (
            (
                f"`{row.key}`",
                ", ".join(f"`{name}`" for name in row.facts),
                ", ".join(f"`{kind}`" for kind in row.kinds),
                situation(row.key),
            )
            for row in TEMPLATES.values()
        ),
    )


def reactions() -> str:
    """Write which event brings about what."""
    rows = (
        (
            f"`{event.__name__}`",
            sentence(REACTIONS[event]) if event in REACTIONS else "",
            sentence(react),
        )
        for event, react in POOL_REACTIONS.items()
    )
    linked = ((f"`{event.__name__}`", sentence(react)) for event, react in ORDER_REACTIONS.items())
    at_stock = table(("event", "with one pool", "with several"), rows)
    return f"{at_stock}\n\n{table(('event', 'to linked orders'), linked)}"


def notices() -> str:
    """Write who is told what."""
    rows = [(event.__name__, notice) for event, row in NOTICES.items() for notice in row]
    rows += [(event.__name__, notice) for event, row in STOCK_NOTICES.items() for notice in row]
    stale = {*STALE, *STALE_STOCK, *STALE_BESIDE}
    beside = [(kind.__name__, notice) for kind, row in BESIDE.items() for notice in row]
    return table(
        ("event, or record", "audience", "notice", "not sent when it is stale"),
        (
            (
                f"`{event}`",
                notice.audience.value,
                f"`{notice.kind}`",
                "yes" if (notice.audience, notice.kind) in stale else "",
            )
            for event, notice in (*rows, *beside)
        ),
    )


def notice_terms() -> str:
    """Write how each kind of notice is sent, and for how long."""

    def hours(row: NoticeTerms) -> str:
        return f"{row.lasts.total_seconds() / 3600:g} h"

    def burst(row: NoticeTerms) -> str:
        if not row.collapses:
            return ""
        minutes = row.waits.total_seconds() / 60
        return f"yes, within {minutes:g} min" if minutes else "while it waits"

    return table(
        ("audience", "notice", "channels", "rings at night", "the last counts", "lasts"),
        (
            (
                row.audience.value,
                "all others" if row.kind == "*" else f"`{row.kind}`",
                ", ".join(channel.value for channel in row.channels),
                "yes" if row.urgent else "",
                burst(row),
                hours(row),
            )
            for row in NOTICE_TERMS
        ),
    )


def tracking_statuses() -> str:
    """Write what each status means, and what may follow it."""

    def listed(some: frozenset[TrackingStatus]) -> str:
        return ", ".join(f"`{status.value}`" for status in TrackingStatus if status in some)

    def displaced(by: frozenset[TrackingStatus]) -> str:
        others = frozenset(TrackingStatus) - by
        return f"all but {listed(others)}" if len(by) > len(others) else listed(by)

    return table(
        ("status", "units are", "displaced by", "exception", "why it does not arrive"),
        (
            (
                f"`{row.status.value}`",
                row.station.value,
                displaced(row.displaced_by) or "nothing but a correction",
                f"`{row.implies.value}`" if row.implies else "",
                row.trouble.value if row.trouble else "",
            )
            for row in STATUSES.values()
        ),
    )


def parcel_exceptions() -> str:
    """Write when each exception is open, which facts it gives, and what is suggested."""
    some = Watched(parcel=Parcel(id="P1", units=(), shipped_at=instant("2026-01-01T00:00:00Z")))
    return table(
        ("code", "open while", "facts", "suggests"),
        (
            (
                f"`{row.code}`",
                row.sentence,
                ", ".join(f"`{name}`" for name in EXCEPTION_CLAUSES[row.code]),
                ", ".join(f"`{suggested.command}`" for suggested in row.suggests(some)),
            )
            for row in EXCEPTIONS
        ),
    )


def patience() -> str:
    """Write after how many days of silence a parcel counts as what."""
    return table(
        ("counts as", "after days", "service", "marketplace", "from", "source", "known as"),
        (
            (
                row.silence.value,
                str(row.days),
                row.service,
                row.marketplace,
                since(row.effective_from),
                row.source,
                sure(row.confidence),
            )
            for row in PATIENCE
        ),
    )


def tracking_numbers() -> str:
    """Write which formats are known, and how each is guarded."""
    return table(
        ("type", "courier", "name", "check digit"),
        (
            (
                f"`{row.code}`",
                COURIERS[row.courier].name,
                row.name,
                f"`{row.checksum.name}`" if row.checksum else "none",
            )
            for row in TRACKING_NUMBER_TYPES
        ),
    )


def worklist() -> str:
    """Write each kind of task with what it costs to miss it, the heaviest first."""
    finders: dict[str, Callable[..., object]] = {
        **{what: row.finder for what, row in ORDER_KINDS.items()},
        **STOCK_FINDERS,
        "expire_reservation": expired_promises,
    }
    rows = sorted(
        [row for some in STAKES.values() for row in some],
        key=lambda row: (-row.weight, row.what, row.effective_from),
    )
    return table(
        (
            "task",
            "what is to be done",
            "weight",
            "loses",
            "counts in",
            "from",
            "source",
            "known as",
        ),
        (
            (
                f"`{row.what}`",
                (finders[row.what].__doc__ or "").partition("\n")[0],
                str(row.weight),
                row.loss.value,
                f"`{row.metric.value}`" if row.metric else "",
                since(row.effective_from),
                row.source,
                sure(row.confidence),
            )
            for row in rows
        ),
    )


PARTS: Mapping[str, Callable[[], str]] = {
    "worklist": worklist,
    "worklist-clauses": lambda: clauses(TASK_CLAUSES),
    "order-diagram": lambda: diagram(LIFECYCLES["order"]),
    "lifecycles": lifecycles,
    "order-commands": lambda: decisions(ORDERS),
    "stock-commands": lambda: decisions(STOCK),
    "channels": channels,
    "tasks": tasks,
    "permits": permits,
    "services": services,
    "promise-steps": promise_steps,
    "cancelling": cancelling,
    "marketplaces": marketplaces,
    "targets": targets,
    "definitions": definitions,
    "prime-terms": prime_terms,
    "prime-clauses": lambda: clauses(PRIME_CLAUSES),
    "choice-clauses": lambda: clauses(CHOICE_CLAUSES),
    "sourcing-clauses": lambda: clauses(SOURCING_CLAUSES),
    "replenishing-clauses": lambda: clauses(REPLENISHING_CLAUSES),
    "dimensional-rules": dimensional_rules,
    "size-tiers": size_tier_rows,
    "packaging-guidelines": guidelines,
    "loading-rules": lambda: statements(LOADING_RULES),
    "packing-clauses": lambda: clauses(PACKING_CLAUSES),
    "serving-rules": lambda: statements(SERVING_RULES),
    "service-clauses": lambda: clauses(SERVICE_CLAUSES),
    "hold-kinds": hold_kinds,
    "cancel-reasons": cancel_reasons,
    "refund-reasons": refund_reasons,
    "return-policies": policies,
    **{f"return-{name}": partial(return_rows, name) for name in TABLES_OF_POLICIES},
    "return-reasons": return_reasons,
    "return-clauses": lambda: clauses(RETURN_CLAUSES),
    "claim-terms": claim_terms,
    "claim-grounds": claim_grounds,
    "message-kinds": message_kinds,
    "message-hours": answer_hours,
    "message-templates": message_templates,
    "message-clauses": lambda: clauses({**MESSAGE_CLAUSES, **SUGGESTION_CLAUSES}),
    "claim-clauses": lambda: clauses({**CLAIM_CLAUSES, **CLAIMED_CLAUSES}),
    "claim-commands": lambda: decisions(CLAIMS),
    "feedback-rows": rating_rows,
    "removal-grounds": removal_grounds,
    "review-terms": review_terms,
    "feedback-clauses": lambda: clauses(FEEDBACK_CLAUSES),
    "feedback-commands": lambda: decisions(FEEDBACK),
    "message-commands": lambda: decisions(CONVERSATIONS),
    "filter-fields": filter_fields,
    "shipped-views": shipped_views,
    "view-commands": lambda: decisions(VIEWS),
    "return-waits": return_waits,
    "decline-reasons": decline_reasons,
    "return-grades": grades,
    "tracking-statuses": tracking_statuses,
    "parcel-exceptions": parcel_exceptions,
    "patience": patience,
    "tracking-numbers": tracking_numbers,
    "reactions": reactions,
    "notices": notices,
    "notice-terms": notice_terms,
}


def rendered(text: str) -> str:
    """Give a page with its generated parts made anew."""
    return PART.sub(lambda m: f"{m.group(1)}{PARTS[m.group(2)]()}{m.group(3)}", text)


def main(arguments: list[str]) -> int:
    """Write the pages, or tell which are stale."""
    stale: list[str] = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        if (new := rendered(text)) != text:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in arguments:
                page.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{'stale' if '--check' in arguments else 'written'}: {name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
