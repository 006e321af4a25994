"""Audit events of calls, contact attempts and people to reach."""

from caseflow.audit.events import declare

CALL_OPENED = declare("calls:call:opened", "A call was begun")
CALL_PARKED = declare("calls:call:parked", "A call was parked")
CALL_RESUMED = declare("calls:call:resumed", "A parked call was taken up again")
CALL_TAKEN_OVER = declare("calls:call:taken_over", "Somebody else took over an unfinished call")
CALL_DROPPED = declare("calls:call:dropped", "A call that was opened by mistake was dropped")
CALL_FINISHED = declare("calls:call:finished", "A call was finished")
CALL_SHORT = declare("calls:call:short", "A silent, wrong-number or abusive call was logged")
CALL_TIED = declare("calls:call:tied", "A call was tied to a person, who was given its vault")
CALL_UNTIED = declare("calls:call:untied", "A call was untied from a person and got its vault back")
CALL_WENT_ON = declare("calls:call:went_on", "The worker went on from a call to assess or to refer")
CALL_REFERRED = declare("calls:call:referred", "The referral that a call promised was sent")
CALL_READ = declare("calls:call:read", "A call was read")
CALL_DRAFT_READ = declare("calls:call:draft_read", "An unfinished call was shown to the worker who holds it")
CALLS_LISTED = declare("calls:list:read", "A list of calls was read")
MATCHES_SHOWN = declare("calls:matches:shown", "People who may be the caller were shown during a call")

CALLBACK_READ = declare("calls:callback:read", "A promise to ring back was shown, numbers hidden")
CALLBACK_PLANNED = declare("calls:callback:planned", "A call-back was planned")
CALLBACK_CLOSED = declare("calls:callback:closed", "A call-back was done, or not needed any more")

REACH_LOGGED = declare("calls:reach:logged", "A referral from a professional was logged")
REACH_READ = declare("calls:reach:read", "Somebody to reach was read")
REACHES_LISTED = declare("calls:reaches:listed", "The queue of people to reach was read")
REACH_MOVED = declare("calls:reach:moved", "How far the helpline has come with somebody to reach changed")
REACH_DECIDED = declare("calls:reach:decided", "A manager chose the next way to reach somebody")
REFERRER_TOLD = declare(
    "calls:reach:referrer_told", "The referrer was told what became of a referral to the helpline"
)

ATTEMPT_MADE = declare("calls:attempt:made", "A try to get in touch was recorded")
POINT_STOPPED = declare("calls:point:stopped", "A number was stopped until a manager decides")
STOP_READ = declare("calls:point:read", "A stopped number was shown to who decides about it")
POINT_DECIDED = declare("calls:point:decided", "A manager decided about a stopped number")
