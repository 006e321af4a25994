"""Audit events of oversight: reading the audit leaves its own rows."""

from caseflow.audit.events import declare

ACQUAINTANCE_STATED = declare("oversight:known:stated", "A user said whom they know")
ACQUAINTANCE_DROPPED = declare(
    "oversight:known:dropped", "A user took somebody off the list of whom they know"
)
ACQUAINTANCES_READ = declare("oversight:known:read", "A user looked at the list of whom they know")
STAFF_MATCHED = declare("oversight:known:matched", "A record was closed to a user who may know the person")
STAFF_MATCH_DECIDED = declare("oversight:known:decided", "Whether a user knows a person was decided")
CONFLICT_FOUND = declare(
    "oversight:conflict:found", "Two records were found to meet; the safeguarding lead was told"
)
CONFLICT_DECIDED = declare("oversight:conflict:decided", "Whether two records belong together was decided")
CONFLICT_READ = declare("oversight:conflict:read", "Two records that meet were looked at")
WALLS_READ = declare("oversight:walls:read", "What waits for the safeguarding lead was looked at")
GLASS_BROKEN = declare("oversight:glass:broken", "A restricted record was opened for an hour, with a reason")
GLASS_ASKED = declare("oversight:glass:asked", "Who opened a restricted record was asked about it")
GLASS_ANSWERED = declare("oversight:glass:answered", "Who opened a restricted record answered about it")
GLASS_REVIEWED = declare(
    "oversight:glass:reviewed", "Whether a restricted record was rightly opened was decided"
)
GLASS_READ = declare("oversight:glass:read", "Who opened restricted records, and why, was read")
ALERT_RAISED = declare("oversight:alert:raised", "A risk alert was raised about a client")
ALERT_PASSED = declare("oversight:alert:passed", "A risk alert was passed on to a survivor's record")
ALERT_CLOSED = declare("oversight:alert:closed", "The safeguarding lead found nobody to tell of a risk alert")
ALERT_SEEN = declare("oversight:alert:seen", "Somebody took a risk alert on")
ALERT_READ = declare("oversight:alert:read", "A risk alert on a survivor's record was read")
ALERT_FORM_READ = declare("oversight:alert:form", "The page to raise a risk alert was shown")
RELEASE_ASKED = declare("oversight:release:asked", "It was asked that one item is released to the other side")
RELEASE_DECIDED = declare("oversight:release:decided", "The safeguarding lead decided whether it is released")
RELEASE_MADE = declare("oversight:release:made", "One item about a survivor was released to the other side")
RELEASE_WITHDRAWN = declare("oversight:release:withdrawn", "An item that was released was withdrawn")
RELEASE_GONE = declare("oversight:release:gone", "A withdrawn item was taken away from the other side")
RELEASES_READ = declare("oversight:release:listed", "What was released about a survivor was looked at")
RELEASE_READ = declare("oversight:release:read", "An item to be released was looked at")
ITEM_CAME = declare("oversight:item:came", "A released item was put on a client's record")
ITEM_GONE = declare("oversight:item:gone", "A released item was taken away from a client's record")
ITEM_SEEN = declare("oversight:item:seen", "Somebody took note of a released item")
ITEM_READ = declare("oversight:item:read", "A released item on a client's record was read")
LIST_CHANGED = declare("oversight:restriction:list", "Who may see a restricted record was changed")
RESTRICTED = declare("oversight:restriction:begun", "A record was restricted, with a reason")
UNRESTRICTED = declare("oversight:restriction:ended", "A restriction was ended, with a reason")
RESTRICTION_READ = declare(
    "oversight:restriction:read", "Why a record is restricted, and who may see it, was read"
)
LOOKED_READ = declare("oversight:looked:read", "Who looked at a person's record was looked at")
LOOKED_EXPORTED = declare("oversight:looked:exported", "Who looked at a person's record was given as a file")
DOERS_LISTED = declare("oversight:trail:users_listed", "The users whose doings can be read were listed")
DOER_READ = declare("oversight:trail:user_read", "What a user did was looked at")
REFUSALS_READ = declare("oversight:trail:refusals_read", "What was refused was looked at")
TRAIL_EXPORTED = declare("oversight:trail:exported", "Lines of the audit were given as a file")
SIGNALS_READ = declare("oversight:signal:listed", "The signals of the audit were looked at")
SIGNAL_READ = declare("oversight:signal:read", "A signal of the audit was looked at")
SIGNAL_NOTED = declare("oversight:signal:noted", "What came of a signal was noted")
