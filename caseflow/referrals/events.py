"""What the audit says of referrals."""

from caseflow.audit.events import declare

REFER_OPENED = declare("referrals:person:refer_opened", "The refer page of a person was read")
REFERRAL_SENT = declare("referrals:referral:sent", "A person was referred to a service")
REFERRAL_TOLD = declare("referrals:batch:told", "What happens next was told to the caller")
BATCH_READ = declare("referrals:batch:read", "The page of what to tell was read")
INBOX_READ = declare("referrals:inbox:read", "The referrals waiting for a service were read")
REFERRAL_READ = declare("referrals:referral:read", "A referral was read")
REFERRAL_ACCEPTED = declare("referrals:referral:accepted", "A service accepted a referral")
REFERRAL_DECLINED = declare("referrals:referral:declined", "A service declined a referral")
REFERRAL_RETURNED = declare("referrals:referral:returned", "A service returned a referral with a question")
RETURN_ANSWERED = declare("referrals:referral:answered", "The sender answered a service's question")
REFERRAL_WITHDRAWN = declare("referrals:referral:withdrawn", "A referral was withdrawn")
REFERRAL_SETTLED = declare("referrals:referral:settled", "The sender dealt with a declined referral")
FUNDING_DECIDED = declare("referrals:referral:funding", "A funding decision was recorded")
OUTSIDE_ANSWERED = declare("referrals:referral:outside", "An outside destination's answer was recorded")
SPOKEN_NOTED = declare("referrals:referral:spoken", "The sender was told that the person was spoken to")
REFERRAL_HASTENED = declare(
    "referrals:referral:hastened", "An answer became due sooner, because the risk rose"
)
RULE_CARRIED = declare(
    "referrals:packet:rule_carried", "A contact rule that changed after a packet was sent was carried into it"
)
CLOSED_NOTED = declare(
    "referrals:referral:closed",
    "The sender was told that the case closed and nobody had spoken to the person",
)
GAP_RAISED = declare("referrals:gap:raised", "A gap in what could be offered became a task")
GAP_HASTENED = declare("referrals:gap:hastened", "A gap is to be decided sooner, because the risk rose")
GAP_READ = declare("referrals:gap:read", "A gap was read")
GAP_DECIDED = declare("referrals:gap:decided", "A gap was decided")

PARTNER_FORM_READ = declare(
    "referrals:partner:form", "The page that sends a client's partner to partner support was shown"
)
PARTNER_SOUGHT = declare(
    "referrals:partner:sought", "Who may be a partner was looked for, and some were shown"
)
