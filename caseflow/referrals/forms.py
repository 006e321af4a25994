"""Forms with which a referral or a gap is answered."""

from __future__ import annotations

from caseflow.choices import RISK_LABELS, RiskLevel
from caseflow.directory.choices import NEED_LABELS, Need
from caseflow.referrals.choices import DECLINE_LABELS, STATE_LABELS, WAITING, Decline, ReferralState
from caseflow.web.fields import LongText, Radios, Select
from caseflow.web.forms import BaseForm

GIVEN, REFUSED = "given", "refused"
MET, NOT_MET = "met", "not_met"
ACCEPTED, DECLINED = "accepted", "declined"


class InboxForm(BaseForm):
    """What the inbox is narrowed to; sent by GET, for it holds nothing of a person."""

    class Meta:
        csrf = False

    state = Select(
        "State", [(one, STATE_LABELS[one]) for one in ReferralState if one in WAITING], empty="All waiting"
    )
    risk = Select("Risk", RiskLevel, RISK_LABELS, empty="All")
    need = Select("Need", Need, NEED_LABELS, empty="All")
    locality_id = Select("Locality", empty="All")


class DeclineForm(BaseForm):
    """Why a referral is declined."""

    group = Radios(
        "Why can you not take this referral?",
        [(one, words) for one, words in DECLINE_LABELS.items() if one is not Decline.FUNDING_REFUSED],
        required="Choose a reason",
    )
    detail = LongText("What would help the sender to find another way", max=2000)


class ReturnForm(BaseForm):
    """What the receiver needs to know first."""

    question = LongText("What do you need to know?", required="Say what you need to know", max=2000)


class AnswerForm(BaseForm):
    """The sender's answer to a question."""

    answer = LongText("Your answer", required="Write what the service asked for", max=5000)


class WithdrawForm(BaseForm):
    """Why a referral is taken back."""

    reason = LongText("Why is it withdrawn?", required="Say why it is withdrawn", max=2000)


class FundingForm(BaseForm):
    """What was decided on the funding of a place."""

    given = Radios(
        "What was decided?",
        [(GIVEN, "The place is funded"), (REFUSED, "Funding is refused")],
        required="Choose what was decided",
    )
    note = LongText("Who decided, and what they said", required="Say who decided", max=2000)


class OutsideForm(BaseForm):
    """What an outside destination answered."""

    accepted = Radios(
        "What did they answer?",
        [(ACCEPTED, "They take this on"), (DECLINED, "They do not take this on")],
        required="Choose what they answered",
    )
    answer = LongText("Who answered, what they said, and the wait", required="Write what they said", max=2000)


class SettleForm(BaseForm):
    """How a declined referral was dealt with, where it is not sent on."""

    note = LongText("What happens instead", hint="For example: the helpline keeps in touch.", max=2000)


class GapForm(BaseForm):
    """What was decided about a gap."""

    met = Radios(
        "What was decided?",
        [(MET, "The need is met"), (NOT_MET, "The need is not met")],
        required="Choose what was decided",
    )
    note = LongText("What was decided, and by whom", required="Write what was decided, and by whom", max=2000)
