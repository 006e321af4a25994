"""What the rule of a contact point says today, and in which words: the rule stands before the number. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from caseflow.choices import FieldState
from caseflow.people.choices import CHANNELS_OF, Channel, ContactKind

ALLOWED, NOT_ALLOWED, NOT_ASKED = FieldState.ALLOWED, FieldState.NOT_ALLOWED, FieldState.NOT_ASKED
CONFIRM_AFTER_DAYS = 60


class PointState(StrEnum):
    """What may be done with a contact point as a whole."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"
    NOT_ASKED = "not_asked"
    LAPSED = "lapsed"
    STOPPED = "stopped"


POINT_STATE_LABELS = {
    PointState.ALLOWED: "As agreed",
    PointState.NOT_ALLOWED: "Not allowed",
    PointState.NOT_ASKED: "Not yet asked",
    PointState.LAPSED: "Agreed too long ago: ask again",
    PointState.STOPPED: "Stopped: a manager decides",
}

MAY = {
    Channel.CALL: ("May call", "Do not call", "Whether we may call is not yet asked"),
    Channel.VOICEMAIL: ("May leave a voicemail", "No voicemail", "Voicemail not yet asked: leave none"),
    Channel.TEXT: ("May send a text", "No texts", "Texts not yet asked: send none"),
    Channel.EMAIL: ("May send an e-mail", "No e-mails", "E-mail not yet asked: send none"),
    Channel.POST: ("May send a letter", "No letters", "Letters not yet asked: send none"),
}

FIRST_CONTACT = (
    "Withhold our number.",
    "Leave no voicemail.",
    "Do not say the name of the service.",
    "Check that it is the person who answered before you say anything else.",
    "Ask “is it safe to talk?” first. If it is not, say “sorry, wrong number” and ring off.",
    "When it is safe, ask how this number may be used, and record the answer.",
)
FIRST_WRITTEN_CONTACT = (
    "Send nothing until the person has said that it is safe.",
    "Ask by another way that is agreed, or when they next get in touch.",
    "Then record the answer.",
)


@dataclass(frozen=True)
class Rule:
    """The rule of one contact point as it was recorded."""

    kind: ContactKind
    may: Mapping[Channel, FieldState]
    withhold_number: FieldState = NOT_ASKED
    own_device: FieldState = NOT_ASKED
    may_answer: str = ""
    safe_times: str = ""
    say_we_are: str = ""
    has_code_word: bool = False
    confirmed_on: date | None = None
    confirm_again_on: date | None = None
    stopped: bool = False


@dataclass(frozen=True)
class RuleToday:
    """What a rule means on a day: its state, the sentence to follow, and what is allowed and what is not."""

    state: PointState
    rule: str
    allowed: tuple[str, ...]
    not_allowed: tuple[str, ...]
    steps: tuple[str, ...]


def has_lapsed(rule: Rule, today: date) -> bool:
    """Tell whether the day to confirm again has come."""
    return rule.confirm_again_on is not None and rule.confirm_again_on <= today


def state_on(recorded: FieldState, lapsed: bool) -> FieldState:
    """Return a state as it holds today: what lapsed counts as not yet asked, but a refusal never lapses."""
    return NOT_ASKED if lapsed and recorded is ALLOWED else recorded


def channel_state(rule: Rule, channel: Channel, today: date) -> FieldState:
    """Return whether one way of reaching somebody may be used today; a way that the kind has not is refused."""
    if rule.stopped or channel not in CHANNELS_OF[rule.kind]:
        return NOT_ALLOWED
    return state_on(rule.may.get(channel, NOT_ASKED), has_lapsed(rule, today))


def point_state(rule: Rule, today: date) -> PointState:
    """Return the state of the point as a whole, from the best that any of its ways allows."""
    if rule.stopped:
        return PointState.STOPPED
    recorded = {rule.may.get(channel, NOT_ASKED) for channel in CHANNELS_OF[rule.kind]}
    if ALLOWED in recorded:
        return PointState.LAPSED if has_lapsed(rule, today) else PointState.ALLOWED
    return PointState.NOT_ASKED if NOT_ASKED in recorded else PointState.NOT_ALLOWED


def rule_today(rule: Rule, today: date) -> RuleToday:
    """Return what the rule means today, in words fit to be followed."""
    state = point_state(rule, today)
    if state is PointState.STOPPED:
        return RuleToday(
            state, "Do not use this. A manager decides first.", (), ("Any contact this way",), ()
        )
    allowed, refused = _channel_words(rule, today)
    if state is PointState.ALLOWED:
        return RuleToday(state, _agreed(rule), (*allowed, *_manner(rule)), refused, ())
    if state is PointState.NOT_ALLOWED:
        return RuleToday(state, "Do not use this to reach the person.", (), refused, ())
    steps = FIRST_CONTACT if rule.kind is ContactKind.PHONE else FIRST_WRITTEN_CONTACT
    return RuleToday(state, _first(state, rule, today), allowed, refused, steps)


def _channel_words(rule: Rule, today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    allowed, refused = [], []
    for channel in CHANNELS_OF[rule.kind]:
        yes, no, not_yet = MAY[channel]
        match channel_state(rule, channel, today):
            case FieldState.ALLOWED:
                allowed.append(yes)
            case FieldState.NOT_ALLOWED:
                refused.append(no)
            case _:
                refused.append(not_yet)
    return tuple(allowed), tuple(refused)


def _manner(rule: Rule) -> tuple[str, ...]:
    words = []
    if rule.kind is ContactKind.PHONE:
        shows = rule.withhold_number is NOT_ALLOWED
        words.append("Let our number show" if shows else "Withhold our number")
    if rule.safe_times:
        words.append(f"Safe at: {rule.safe_times}")
    if rule.say_we_are:
        words.append(f"Say we are: {rule.say_we_are}")
    if rule.has_code_word:
        words.append("A code word is agreed")
    if rule.own_device is NOT_ALLOWED:
        words.append("Somebody else can see this: write nothing that tells")
    return tuple(words)


def _agreed(rule: Rule) -> str:
    if rule.kind is ContactKind.PHONE and rule.may.get(Channel.CALL) is not ALLOWED:
        return "Use it only as agreed. Do not call."
    return "Use it as agreed."


def _first(state: PointState, rule: Rule, today: date) -> str:
    if state is PointState.LAPSED and rule.confirm_again_on is not None:
        days = (today - rule.confirm_again_on).days
        since = "today" if days == 0 else "1 day ago" if days == 1 else f"{days} days ago"
        return f"To be confirmed again since {since}. Until then, follow the steps of first contact."
    return "Follow the steps of first contact."


STRICT = (NOT_ALLOWED, NOT_ASKED, ALLOWED)
"""The three states, the strictest first."""


def strictest(rules: Sequence[Rule]) -> Rule:
    """Return one rule for one number that was recorded several times: whatever any of them forbids stays forbidden."""
    if len(rules) == 1:
        return rules[0]
    times = tuple(dict.fromkeys(one.safe_times for one in rules if one.safe_times))
    answers = {one.may_answer for one in rules}
    confirmed = [one.confirmed_on for one in rules]
    again = [one.confirm_again_on for one in rules if one.confirm_again_on]
    shows = all(one.withhold_number is NOT_ALLOWED for one in rules)
    return replace(
        rules[0],
        may={
            way: _stricter(one.may.get(way, NOT_ASKED) for one in rules) for way in CHANNELS_OF[rules[0].kind]
        },
        withhold_number=NOT_ALLOWED if shows else ALLOWED,
        own_device=_stricter(one.own_device for one in rules),
        may_answer=answers.pop() if len(answers) == 1 else "",
        # Two agreements that differ are not understood as one: then the worker has to say that a promise fits both.
        safe_times=" and also ".join(times),
        say_we_are=next((one.say_we_are for one in rules if one.say_we_are), ""),
        has_code_word=any(one.has_code_word for one in rules),
        confirmed_on=None if None in confirmed else min(one for one in confirmed if one),
        confirm_again_on=min(again) if again else None,
        stopped=any(one.stopped for one in rules),
    )


def _stricter(states: Iterable[FieldState]) -> FieldState:
    return min(states, key=STRICT.index)


def confirm_again(on: date, after_days: int = CONFIRM_AFTER_DAYS) -> date:
    """Return the day on which a rule that was confirmed has to be confirmed again."""
    return on + timedelta(days=after_days)


def best_state(states: list[tuple[FieldState, date | None]]) -> tuple[FieldState, date | None]:
    """Return the best of several points' states with the latest day until which it holds."""
    for wanted in (ALLOWED, NOT_ASKED, NOT_ALLOWED):
        until = [day for state, day in states if state is wanted]
        if until:
            latest = None if None in until else max(day for day in until if day is not None)
            return wanted, latest if wanted is ALLOWED else None
    return NOT_ASKED, None


def hidden_value(kind: ContactKind, value: str) -> str:
    """Return just so much of a value that two of them can be told apart."""
    if kind is ContactKind.PHONE:
        digits = "".join(letter for letter in value if letter.isdigit())
        return f"Number ending in {digits[-3:]}" if len(digits) > 6 else "A number"
    if kind is ContactKind.EMAIL:
        return "An e-mail address"
    return "An address"
