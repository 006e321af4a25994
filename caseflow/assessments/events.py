"""What the audit says of assessments."""

from caseflow.audit.events import declare

STARTED = declare("assessments:assessment:started", "A risk assessment about one pair was begun")
SET_ASIDE = declare(
    "assessments:assessment:set_aside", "A second version of a half-done assessment was kept apart"
)
FINISHED = declare("assessments:assessment:finished", "An assessment was finished and a level decided")
READ = declare("assessments:assessment:read", "An assessment was read")
COMPARED = declare("assessments:assessment:compared", "Two assessments of one pair were read side by side")
LISTED = declare("assessments:assessment:listed", "The assessments of a person were listed")
START_READ = declare("assessments:start:read", "The page on which an assessment is begun was read")
JUDGE_READ = declare("assessments:judgement:read", "The page of a judgement without a checklist was read")
LOWERING_ASKED = declare("assessments:lowering:asked", "It was asked to lower a computed high")
LOWERING_APPROVED = declare("assessments:lowering:approved", "A manager lowered a computed high")
LOWERING_REFUSED = declare("assessments:lowering:refused", "A manager refused to lower a computed high")
LOWERING_READ = declare("assessments:lowering:read", "A request to lower a computed high was read")
LOWERINGS_LISTED = declare("assessments:lowering:listed", "The requests to lower a computed high were listed")
SAFEGUARDING_RECORDED = declare("assessments:safeguarding:recorded", "A safeguarding decision was recorded")
SAFEGUARDING_SENT = declare("assessments:safeguarding:sent", "A safeguarding action was sent")
SAFEGUARDING_ANSWERED = declare("assessments:safeguarding:answered", "A safeguarding action was answered")
SAFEGUARDING_CHASED = declare(
    "assessments:safeguarding:chased", "An answer to a safeguarding action was chased"
)
SAFEGUARDING_READ = declare("assessments:safeguarding:read", "A safeguarding action was read")
SAFEGUARDING_LISTED = declare("assessments:safeguarding:listed", "Safeguarding actions were listed")
