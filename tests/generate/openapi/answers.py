"""What the API answers, as JSON Schema. tests/present/test_openapi_answers.py compares real answers with it."""

from __future__ import annotations

from collector.errors import CollectorError
from collector.reports.baseline.against import KINDS as BASELINE_KINDS
from collector.reports.experiments.verdict import VERDICTS
from collector.reports.incremental.measured import ASSIGNED, DELIVERED
from collector.reports.incremental.report import BOTH
from collector.reports.incremental.subjects import SCOPES
from collector.schemas.actions import KINDS as ACTION_KINDS
from collector.store.keys import KINDS as KEY_KINDS
from tests.generate.openapi.experiments import EXPERIMENT_PARTS, LIFT, OF_AN_EXPERIMENT, OF_ANY_EXPERIMENT
from tests.generate.openapi.shapes import (
    ANY_OBJECT,
    COUNT,
    CURRENCY,
    DAY,
    EPOCH_MS,
    FIGURES,
    FLAG,
    MOMENT,
    MONEY,
    NUMBER,
    TEXT,
    Shape,
    described,
    listed,
    or_null,
    record,
    ref,
)


def codes() -> list[str]:
    """Every code that an error of ours can have."""
    found, classes = {}, [CollectorError]
    for kind in classes:
        found[kind.code] = None
        classes += kind.__subclasses__()
    return list(found)


OF_A_ROW: Shape = {
    "action": or_null(TEXT),
    "name": or_null(TEXT),
    "kind": or_null(TEXT),
    "campaign": or_null(TEXT),
    "goal": TEXT,
    "model": TEXT,
    "reason": TEXT,
    "state": {"enum": ["undelivered", "skipped"]},
    "advice": TEXT,
    "pages": listed(ANY_OBJECT, description="Worst first."),
    "depth": described(ANY_OBJECT, "How many of the views it was placed in reached each part of the page's height."),
    "stood": described(
        ANY_OBJECT, "Its median position when it was below the fold, as a fraction of the page's height."
    ),
    "examples": listed(ANY_OBJECT, description="Visitor and view ids."),
    "flags": listed(TEXT),
    "rank": or_null(COUNT),
    "date": DAY,
    "scope": {"enum": list(SCOPES)},
    "id": or_null(described(TEXT, "The id of the action or campaign; null: all personalization.")),
    "sentence": described(TEXT, "What the row says, in plain words."),
    "conclusive": described(FLAG, "Whether the whole interval is on one side of zero, with enough orders."),
    "agrees": or_null(
        described(FLAG, "Whether the interval of the persons who saw it overlaps that of everyone assigned.")
    ),
    "cohort": described(
        {"enum": [DELIVERED, ASSIGNED, BOTH]}, "Whom the figure covers; `assigned` is intention to treat."
    ),
    "experiments": listed(
        TEXT, description="The experiments whose controls it is measured by; `holdout` is the site-wide one."
    ),
    "gates_failed": listed(TEXT, description="Experiment and gate."),
    "together_with": listed(TEXT, description="Other actions of the same experiments: they earned it together."),
    "control_needed": or_null(described(COUNT, "How many persons in control would be enough to tell.")),
    "intention_to_treat": described(ANY_OBJECT, "The same for everyone assigned."),
    "nth": described(
        COUNT, "In `retention` and `subscriptions`: the number of the unit of time within the period, from 1."
    ),
    "unit_from": DAY,
    "unit_to": DAY,
    "complete": described(
        {"type": "boolean"},
        "In `retention`: whether the unit ends within the period; in `subscriptions`: whether it lies wholly in it.",
    ),
    "instrument": or_null(described({"enum": ["nps", "csat"]}, "In `satisfaction`; null: nobody answered the survey.")),
    "scale": or_null(described(COUNT, "The highest possible score.")),
    "experiment": TEXT,
    "variation": TEXT,
    "comparable": described(FLAG, "Whether the response rates of the variations are alike."),
    "against": or_null(described(TEXT, "The variation it is compared with.")),
    "difference": or_null(described(NUMBER, "The difference of the scores: points for NPS, a share for CSAT.")),
    "difference_low": or_null(described(NUMBER, "The lower bound of its 95 % interval.")),
    "difference_high": or_null(described(NUMBER, "The upper bound of its 95 % interval.")),
    "p_value": or_null(NUMBER),
    "compared_with": described(
        {"enum": ["control", "nobody"]}, "With `by=first_delivered`: whether there is a control."
    ),
    "warning": or_null(TEXT),
    "category": or_null(described(TEXT, "Of `by=category`.")),
    "measured_by": described({"enum": ["control", "attribution"]}, "In `roi`: what the row is measured by."),
    "pays": described({"enum": ["yes", "no", "unknown"]}, "In `roi`: whether it pays, judged by its control."),
    "verdict": described(
        {"enum": ["inside", "above", "below", "unknown"]},
        "In `baseline`: where the change is, compared with its range.",
    ),
    "placebo_says": described(TEXT, "In `baseline`: the change and its range, in plain words."),
    "prior": described(ANY_OBJECT, "With `compare`: each figure in the earlier period."),
    "change": described(ANY_OBJECT, "With `compare`: each figure minus the earlier one."),
    "noise": described(ANY_OBJECT, "With `compare`: whether the change of each figure is within noise."),
}
LINE = record(
    "A line of an order.",
    item=TEXT,
    group=or_null(TEXT),
    category=or_null(TEXT),
    quantity=NUMBER,
    sold=MONEY,
    refunded=MONEY,
    net=MONEY,
    found_through=or_null(
        described(ANY_OBJECT, "The widget in which it was clicked or quick-added before it was bought.")
    ),
)
ENTRY: Shape = {
    "type": "object",
    "description": "One line of a timeline; its `type` says which other fields it has.",
    "properties": {
        "ts": MOMENT,
        "type": described(TEXT, "`impression`, or the type of the event."),
        "id": TEXT,
        "view_id": or_null(TEXT),
        "action": or_null(TEXT),
        "state": {"enum": ["delivered", "undelivered", "unmeasured"]},
        "explanation": described(TEXT, "Why it was not seen, in words."),
        "lines": listed(ref("OrderLine")),
    },
    "required": ["ts", "type"],
}
OF_SOME_REPORTS: dict[str, Shape] = {
    "model": described(ANY_OBJECT, "In `customers`: the parameters of the models, in days; or why there are none."),
    "margin": or_null(described(NUMBER, "In `customers` and `subscriptions`: the margin used for values.")),
    "concentration": listed(
        ANY_OBJECT, description="In `customers`: which share of customers brought which share of revenue."
    ),
    "branches": listed(
        ANY_OBJECT, description="In `customers`: from which category of a first order to which new one."
    ),
    "unit": described(TEXT, "In `retention` and `subscriptions`: month, quarter or year."),
    "headline": or_null(described(ANY_OBJECT, "In `retention`: the retention of the latest complete unit.")),
    "cohort": described(TEXT, "In `retention`: what cohorts start with."),
    "cohorts": listed(
        ANY_OBJECT, description="In `retention`: cohorts, with the share that ordered in each unit since then."
    ),
    "first_actions": listed(
        ANY_OBJECT, description="In `retention` by first delivery: the actions, and whether each has a control."
    ),
    "control": listed(
        ANY_OBJECT, description="In `retention`: the retention of both arms, for each experiment with a control."
    ),
    "against": described(ANY_OBJECT, "In `baseline`: what the period is compared with: its `kind`, `name` and days."),
    "sentence": described(TEXT, "In `baseline`: what happened, in plain words."),
    "causal": described({"const": False}, "In `baseline`: it describes and does not show causes."),
    "controls": listed(TEXT, description="In `baseline`: experiments with a control, which do show causes."),
    "placebo": listed(ANY_OBJECT, description="In `baseline`: earlier windows and their changes."),
    "placebo_apart": described(COUNT, "In `baseline`: how many of these windows share no day."),
    "difference_in_differences": or_null(
        described(
            ANY_OBJECT,
            "In `baseline`: a segment compared with all others, or persons who saw it with those who did not.",
        )
    ),
    "survival": listed(
        ANY_OBJECT,
        description="In `subscriptions`: by renewal, the share of subscribers who survived it, with its interval, and "
        "what the model says.",
    ),
    "survival_model": described(ANY_OBJECT, "In `subscriptions`: the parameters of that model, or why there is none."),
    "responses_compared": listed(
        ANY_OBJECT, description="In `satisfaction` by variation or arm: whether the response rates are alike."
    ),
    "distributions": listed(ANY_OBJECT, description="In `satisfaction`: how many gave each score, from 0 on."),
    "over_time": listed(ANY_OBJECT, description="In `satisfaction`: the score of each week, by its Monday."),
    "around": listed(ANY_OBJECT, description="In `satisfaction`: scores before and since each `moment`."),
}
COUNTS = ("seen", "not_seen", "unmeasured", "ghosts", "skipped", "clicks", "quick_adds", "wishlist_adds", "goals")
PLACE_AND_DEVICE = ("device", "browser", "os", "country", "city", "language")
CAME_FROM = ("source", "medium", "utm_campaign", "referrer", "landing_page")

SCHEMAS: dict[str, Shape] = {
    "Error": record(
        "Every error has this shape; `fields` says what is wrong, by field.",
        error=record(
            "",
            code=described(TEXT, f"For programs: {', '.join(codes())}, or the name of an HTTP error."),
            message=described(TEXT, "For people: what to do about it."),
            fields={"type": "object", "additionalProperties": listed(TEXT)},
        ),
    ),
    "Alive": record("", alive={"const": True}),
    "Ready": record(
        "",
        optional=("facts", "set_aside", "why"),
        ready=FLAG,
        facts_behind=or_null(described(COUNT, "Events that are stored and not yet in facts.")),
        facts={"enum": ["current", "busy", "stuck"]},
        set_aside=described(COUNT, "Persons whose facts are no longer computed."),
        why=described(TEXT, "Why nothing can be stored."),
    ),
    "SiteConfig": record(
        "What the snippet needs to know.",
        experiments=described(
            ANY_OBJECT,
            "Those running or promoted, by id, each with its `salt`, `allocation`, `buckets`, `layer` and `targeting`.",
        ),
        thresholds=described(ANY_OBJECT, "`min_fraction` and `min_ms` of a delivered impression."),
        consent={"enum": ["granted", "denied", "pending"]},
    ),
    "Comments": record(
        "",
        site=TEXT,
        period=record("", from_=DAY, to=DAY, time_zone=TEXT),
        comments=listed(
            record(
                "",
                at=MOMENT,
                person=TEXT,
                instrument={"enum": ["nps", "csat"]},
                score=COUNT,
                scale=COUNT,
                action=or_null(TEXT),
                variation=or_null(TEXT),
                page=or_null(TEXT),
                comment=or_null(TEXT),
                name=or_null(TEXT),
                answers=described({}, "The answers to further questions, as sent; null if there are none."),
            )
        ),
        next=or_null(described(TEXT, "The `cursor` of the next page.")),
    ),
    "FoundVisitors": record(
        "",
        site=TEXT,
        visitors=listed(
            record(
                "",
                id=TEXT,
                person=TEXT,
                visitor_ids=listed(TEXT),
                user_id=or_null(TEXT),
                first_seen=MOMENT,
                last_seen=MOMENT,
                sessions=COUNT,
                orders=COUNT,
                revenue=MONEY,
                currency=CURRENCY,
                bot=FLAG,
            )
        ),
        next=or_null(described(TEXT, "The `cursor` of the next page.")),
    ),
    "OrderLine": LINE,
    "TimelineEntry": ENTRY,
    "Session": record(
        "One visit.",
        visitor_id=TEXT,
        person=TEXT,
        started_at=MOMENT,
        ended_at=MOMENT,
        duration_s=NUMBER,
        engaged_ms=or_null(COUNT),
        page_views=COUNT,
        bounce=FLAG,
        new_or_returning={"enum": ["new", "returning"]},
        **dict.fromkeys((*PLACE_AND_DEVICE, *CAME_FROM), or_null(TEXT)),
        bot=FLAG,
        counts=record("", **dict.fromkeys(COUNTS, COUNT)),
        orders=COUNT,
        revenue=MONEY,
        timeline=listed(ref("TimelineEntry")),
    ),
    "UserReport": record(
        "Who somebody is, and what they were shown and did, newest session first.",
        site=TEXT,
        time_zone=TEXT,
        id=TEXT,
        person=TEXT,
        visitor_ids=listed(TEXT),
        user_id=or_null(TEXT),
        also=described(listed(TEXT), "Users who share a browser with this person."),
        first_seen=or_null(MOMENT),
        last_seen=or_null(MOMENT),
        orders=COUNT,
        revenue=MONEY,
        clv=MONEY,
        found_revenue=described(MONEY, "The part of the revenue that was found through widgets."),
        currency=CURRENCY,
        bot=FLAG,
        subscriptions=listed(
            record(
                "As it is now, or was when it ended.",
                subscription_id=TEXT,
                plan=or_null(TEXT),
                mrr=or_null(described(MONEY, "What it brings per month; null if unknown.")),
                since=DAY,
                until=or_null(DAY),
            )
        ),
        traits=ANY_OBJECT,
        sessions=listed(ref("Session")),
        outside_sessions=described(listed(ref("TimelineEntry")), "Events outside sessions, such as refunds."),
        truncated=described(FLAG, "Only the latest events are shown."),
        next=or_null(described(TEXT, "The `before` of the next page.")),
        fresh_to=described(MOMENT, "Up to when the answer is complete."),
    ),
    "Export": record(
        "Everything stored about a person, as it was sent.",
        site=TEXT,
        person=TEXT,
        visitor_ids=listed(TEXT),
        user_id=or_null(TEXT),
        events=listed(ANY_OBJECT),
    ),
    "ToErase": record(
        "",
        site=TEXT,
        would_erase=record(
            "How much would go.",
            optional=("stays",),
            person=or_null(TEXT),
            events=COUNT,
            visitors=COUNT,
            users=COUNT,
            persons=COUNT,
            orders=COUNT,
            rejections=COUNT,
            stays=described(TEXT, "The user whom an erased visitor named, and who is not erased."),
        ),
    ),
    "Erased": record(
        "",
        site=TEXT,
        erased=record(
            "How much went.", optional=("stays",), person=or_null(TEXT), events=COUNT, rejections=COUNT, stays=TEXT
        ),
    ),
    "Figures": described(
        {"type": "object", "properties": FIGURES}, "Which of these are present depends on the report."
    ),
    "Row": described({"type": "object", "properties": OF_A_ROW | FIGURES}, "Names, and the figures of the report."),
    "Report": record(
        "",
        optional=("sensitivity", "data_from", *OF_SOME_REPORTS),
        report=TEXT,
        site=TEXT,
        currency=CURRENCY,
        period=record("", from_=DAY, to=DAY, time_zone=TEXT),
        compared_with=or_null(record("The earlier period.", from_=DAY, to=DAY)),
        data_from=described(
            DAY,
            "With `compare`: the day of the first data, if `compared_with` begins before it. Those days were not "
            "measured as a whole, and changes from them say nothing.",
        ),
        basis=described({"type": "object", "additionalProperties": TEXT}, "The rules that were applied, in words."),
        total=ref("Figures"),
        rows=listed(ref("Row")),
        sensitivity=described(ANY_OBJECT, "In `recommendations`: the same orders under other rules."),
        **OF_SOME_REPORTS,
        next=or_null(described(TEXT, "The `cursor` of the next page.")),
        fresh_to=described(MOMENT, "Up to when the answer is complete."),
    ),
    "Comparison": record(
        "A variation compared with control in one measure: `goal:NAME` (persons who converted), `value` (net revenue "
        "per person, capped), `raw_value`, or `order_value`.",
        variation=TEXT,
        measure=TEXT,
        persons=described(COUNT, "Those of both arms."),
        control=described({"type": ["number", "string", "null"]}, "The mean of control; money is an exact decimal."),
        treatment={"type": ["number", "string", "null"]},
        **LIFT,
    ),
    "ExperimentsReport": record(
        "",
        **OF_ANY_EXPERIMENT,
        rows=listed(
            record(
                "An experiment.",
                **OF_AN_EXPERIMENT,
                persons=FIGURES["persons"],
                conversions=FIGURES["conversions"],
                **LIFT,
                verdict={"enum": list(VERDICTS)},
                best=or_null(described(TEXT, "The variation that is ahead.")),
                gates=described(TEXT, "`green`, or the names of those that failed."),
            )
        ),
    ),
    "ExperimentReport": record("", **OF_ANY_EXPERIMENT, **OF_AN_EXPERIMENT, **EXPERIMENT_PARTS),
    "Action": record(
        "",
        optional=("name", "kind", "campaign", "goals"),
        id=TEXT,
        name=TEXT,
        kind={"enum": list(ACTION_KINDS)},
        campaign=TEXT,
        goals=listed(TEXT),
    ),
    "Campaign": record("", optional=("name", "primary_goal"), id=TEXT, name=TEXT, primary_goal=TEXT),
    "Goal": record("", optional=("name", "value"), id=TEXT, name=TEXT, value=MONEY),
    "Annotation": record(
        "What happened on a day; without an action it concerns the whole site.",
        optional=("action",),
        id=TEXT,
        at=described(TEXT, "A day of the site, or a moment in UTC."),
        text=TEXT,
        action=TEXT,
    ),
    "Cost": record(
        "What a campaign or an action cost, spread evenly over its days.",
        optional=("campaign", "action", "day_to", "text"),
        id=TEXT,
        campaign=TEXT,
        action=TEXT,
        amount=MONEY,
        day_from=DAY,
        day_to=DAY,
        text=TEXT,
    ),
    "Baseline": record(
        "What periods are compared with.",
        optional=("name", "day_from", "day_to", "revenue", "orders", "segments"),
        id=TEXT,
        name=TEXT,
        kind={"enum": list(BASELINE_KINDS)},
        day_from=DAY,
        day_to=DAY,
        revenue=MONEY,
        orders=COUNT,
        segments=listed(TEXT),
    ),
    "Experiment": record(
        "An experiment, with its phases and its diary.",
        id=TEXT,
        name=or_null(TEXT),
        hypothesis=or_null(TEXT),
        state={"enum": ["draft", "running", "promoted", "stopped", "archived"]},
        salt=described(TEXT, "What visitor ids are hashed with; never changes after the start."),
        actions=listed(TEXT),
        variations={
            "type": "object",
            "additionalProperties": record("", weight=NUMBER, description=TEXT, revision=COUNT),
        },
        primary_goal=TEXT,
        goals=listed(TEXT),
        guardrails=listed(ANY_OBJECT),
        window_days=COUNT,
        planned=or_null(ANY_OBJECT),
        traffic=described(NUMBER, "The share of visitors who take part."),
        layer=or_null(ANY_OBJECT),
        targeting=or_null(ANY_OBJECT),
        promotion={"enum": ["by_hand", "automatic"]},
        value_cap=or_null(described(MONEY, "The most that one person's orders can count for.")),
        promoted=or_null(record("", variation=TEXT, at=EPOCH_MS, by=TEXT, evidence=ANY_OBJECT)),
        phases=listed(ref("Phase")),
        diary=listed(record("", at=EPOCH_MS, by=TEXT, text=TEXT)),
    ),
    "Phase": record(
        "During a phase, everybody is assigned by the same ranges to the same revisions.",
        optional=("targeting", "layer"),
        allocation=described(COUNT, "Its number, from 1, which `assign` events carry."),
        from_=EPOCH_MS,
        until=or_null(EPOCH_MS),
        buckets=described(listed({"type": "array"}), "From, until (not included), variation; of 10,000 buckets."),
        variations={"type": "object", "additionalProperties": COUNT},
        traffic=NUMBER,
        targeting=or_null(ANY_OBJECT),
        layer=or_null(ANY_OBJECT),
        promoted=or_null(TEXT),
    ),
    "Rate": record(
        "What one unit of a currency is worth in the site's own, from a day on.",
        optional=("id",),
        id=TEXT,
        currency=CURRENCY,
        rate_date=DAY,
        rate=MONEY,
    ),
    "Key": record(
        "",
        id=TEXT,
        hint=described(TEXT, "The first characters of the key."),
        kind={"enum": list(KEY_KINDS)},
        created_at=EPOCH_MS,
        revoked_at=or_null(EPOCH_MS),
    ),
    "NewKey": record("", kind={"enum": list(KEY_KINDS)}, key=described(TEXT, "The whole key, shown only this once.")),
    "Site": record("", id=TEXT, time_zone=TEXT, currency=CURRENCY, settings=ANY_OBJECT),
}
