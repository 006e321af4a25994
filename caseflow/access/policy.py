"""The access policy, whole, on one page: what each permission means, and which role holds it.

A role is held in a service. What a viewer may do comes from the roles held in the service they are working in;
which records they may do it to comes from each room's ``scope.py``.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in a service."""

    HELPLINE_ADVISER = "helpline_adviser"
    CASEWORKER = "caseworker"
    SERVICE_MANAGER = "service_manager"
    HELPLINE_MANAGER = "helpline_manager"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    PRIVACY_OFFICER = "privacy_officer"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class P(StrEnum):
    """A permission; its meaning is in MEANINGS."""

    DESK = "desk"
    OWN_ACCOUNT = "own_account"
    PEOPLE_FIND = "people_find"
    PEOPLE_READ = "people_read"
    PEOPLE_WRITE = "people_write"
    PEOPLE_RESTRICT = "people_restrict"
    WALL_DECIDE = "wall_decide"
    RISK_ALERT = "risk_alert"
    ITEM_RELEASE = "item_release"
    GLASS_BREAK = "glass_break"
    GLASS_REVIEW = "glass_review"
    PEOPLE_MERGE = "people_merge"
    CALLS_LOG = "calls_log"
    CALLS_READ = "calls_read"
    CALLS_TAKE_OVER = "calls_take_over"
    REACH_WORK = "reach_work"
    ATTEMPTS_DECIDE = "attempts_decide"
    ASSESSMENTS_READ = "assessments_read"
    ASSESSMENTS_WRITE = "assessments_write"
    RISK_LOWER = "risk_lower"
    SAFEGUARDING_WRITE = "safeguarding_write"
    REFERRALS_SEND = "referrals_send"
    REFERRALS_READ = "referrals_read"
    REFERRALS_ANSWER = "referrals_answer"
    FUNDING_DECIDE = "funding_decide"
    GAPS_DECIDE = "gaps_decide"
    CASES_READ = "cases_read"
    CASES_WORK = "cases_work"
    CASES_ALLOCATE = "cases_allocate"
    OVERSIGHT_HURT = "oversight_hurt"
    OVERSIGHT_LOOKED = "oversight_looked"
    OVERSIGHT_LOOKED_ALL = "oversight_looked_all"
    ERASURE_PROPOSE = "erasure_propose"
    ERASURE_DECIDE = "erasure_decide"
    OVERSIGHT_SIGNALS = "oversight_signals"
    CASELOAD_READ = "caseload_read"
    REPORTS_RUN = "reports_run"
    REPORTS_RELEASED = "reports_released"
    WORK_HAND_OVER = "work_hand_over"
    STAFF_MANAGE = "staff_manage"
    PASSWORDS_RESET = "passwords_reset"
    AUDIT_READ = "audit_read"


MEANINGS = {
    P.DESK: "See what needs me now",
    P.OWN_ACCOUNT: "Change my own password, see my sessions, sign out",
    P.PEOPLE_FIND: "Look for a person in my scope",
    P.PEOPLE_READ: "Read a person in my scope",
    P.PEOPLE_WRITE: "Add a person; change details and contact rules of one in my scope",
    P.PEOPLE_MERGE: "Merge two records of one person, take them apart again, and see who may be one person",
    P.PEOPLE_RESTRICT: "Restrict a record and say who may see it; see every restricted record of the side",
    P.WALL_DECIDE: "See where the two sides meet, and decide what needs the safeguarding lead first",
    P.RISK_ALERT: "Raise a risk alert about a client; take on one that came to a survivor's record",
    P.ITEM_RELEASE: "Release one named item about a survivor to the other side; read what came to a client",
    P.GLASS_BREAK: "Open one restricted record of my side for an hour, with a reason that is reviewed",
    P.GLASS_REVIEW: "Review who opened a restricted record, and ask why",
    P.CALLS_LOG: "Log a call, or a referral from a professional",
    P.CALLS_READ: "Read finished calls in my scope",
    P.CALLS_TAKE_OVER: "Take over a call that was left unfinished",
    P.REACH_WORK: "Work the queue of people to reach, and the helpline's call-backs",
    P.ATTEMPTS_DECIDE: "Decide what happens with a stopped number, or with a person who was not reached",
    P.ASSESSMENTS_READ: "Read finished assessments in my scope",
    P.ASSESSMENTS_WRITE: "Assess risk and decide its level",
    P.RISK_LOWER: "Approve or refuse that a computed high is lowered",
    P.SAFEGUARDING_WRITE: "Record a safeguarding decision and its answer",
    P.REFERRALS_SEND: "Refer a person in my scope; withdraw what my service sent",
    P.REFERRALS_READ: "Read the referrals that my service sent or received",
    P.REFERRALS_ANSWER: "Accept, decline or return a referral to my service",
    P.FUNDING_DECIDE: "Record the funding decision on a spot-purchased place",
    P.GAPS_DECIDE: "Close a gap task with what was decided",
    P.CASES_READ: "Read the cases of my service",
    P.CASES_WORK: "Work the cases of my service: notes, attempts, tasks, close",
    P.CASES_ALLOCATE: "Give a case of my service to a worker",
    P.OVERSIGHT_HURT: "See what could hurt someone in my service, or in the whole area for the helpline",
    P.OVERSIGHT_LOOKED: "See who of my service looked at a record in my scope",
    P.OVERSIGHT_LOOKED_ALL: "See everyone who looked at a record in my scope",
    P.ERASURE_PROPOSE: "Propose to erase a person in my scope; hold a record, and lift a hold",
    P.ERASURE_DECIDE: "Approve or refuse an erasure that somebody else proposed",
    P.OVERSIGHT_SIGNALS: "See the signals of the audit on my side, and note what came of asking",
    P.CASELOAD_READ: "See the caseload of each worker in my service",
    P.REPORTS_RUN: "Run exact reports over my service, or the whole area for the helpline",
    P.REPORTS_RELEASED: "See reports; without the right to run exact ones, only rounded and of the elements I fund",
    P.PASSWORDS_RESET: "Make a link by which somebody of my service sets a new password",
    P.WORK_HAND_OVER: "Move what somebody of my service holds to others of it; end their roles in it",
    P.STAFF_MANAGE: "Add users, give and end their roles; never case content",
    P.AUDIT_READ: "Read the audit; never case content",
}

EVERYONE = frozenset({P.DESK, P.OWN_ACCOUNT})

HELPLINE = EVERYONE | {
    P.PEOPLE_FIND,
    P.PEOPLE_READ,
    P.PEOPLE_WRITE,
    P.GLASS_BREAK,
    P.RISK_ALERT,
    P.ITEM_RELEASE,
    P.CALLS_LOG,
    P.CALLS_READ,
    P.REACH_WORK,
    P.ASSESSMENTS_READ,
    P.ASSESSMENTS_WRITE,
    P.SAFEGUARDING_WRITE,
    P.REFERRALS_SEND,
    P.REFERRALS_READ,
    P.GAPS_DECIDE,
}

CASEWORK = EVERYONE | {
    P.PEOPLE_FIND,
    P.PEOPLE_READ,
    P.PEOPLE_WRITE,
    P.GLASS_BREAK,
    P.RISK_ALERT,
    P.ITEM_RELEASE,
    P.ASSESSMENTS_READ,
    P.ASSESSMENTS_WRITE,
    P.SAFEGUARDING_WRITE,
    P.REFERRALS_SEND,
    P.REFERRALS_READ,
    P.REFERRALS_ANSWER,
    P.CASES_READ,
    P.CASES_WORK,
}

MANAGING = {
    P.OVERSIGHT_LOOKED,
    P.RISK_LOWER,
    P.ATTEMPTS_DECIDE,
    P.OVERSIGHT_HURT,
    P.CASELOAD_READ,
    P.REPORTS_RUN,
    P.REPORTS_RELEASED,
    P.FUNDING_DECIDE,
    P.GAPS_DECIDE,
    P.PASSWORDS_RESET,
}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.HELPLINE_ADVISER: frozenset(HELPLINE),
    Role.CASEWORKER: frozenset(CASEWORK),
    Role.SERVICE_MANAGER: frozenset(CASEWORK | MANAGING | {P.CASES_ALLOCATE, P.WORK_HAND_OVER}),
    Role.HELPLINE_MANAGER: frozenset(
        HELPLINE | MANAGING | {P.CALLS_TAKE_OVER, P.REFERRALS_ANSWER, P.PEOPLE_MERGE, P.WORK_HAND_OVER}
    ),
    Role.SAFEGUARDING_LEAD: frozenset(
        HELPLINE - {P.CALLS_LOG}
        | MANAGING
        | {P.CASES_READ, P.CALLS_TAKE_OVER, P.OVERSIGHT_LOOKED_ALL, P.ERASURE_DECIDE}
        | {P.PEOPLE_RESTRICT, P.WALL_DECIDE, P.GLASS_REVIEW, P.OVERSIGHT_SIGNALS}
    ),
    Role.PRIVACY_OFFICER: frozenset(
        EVERYONE
        | {P.AUDIT_READ, P.PEOPLE_FIND, P.PEOPLE_READ, P.OVERSIGHT_LOOKED, P.OVERSIGHT_LOOKED_ALL}
        | {P.ERASURE_PROPOSE, P.ERASURE_DECIDE, P.GLASS_REVIEW, P.OVERSIGHT_SIGNALS}
        | {P.PEOPLE_MERGE}
    ),
    Role.COMMISSIONER: frozenset(EVERYONE | {P.REPORTS_RELEASED}),
    Role.ADMINISTRATOR: frozenset(EVERYONE | {P.STAFF_MANAGE, P.PASSWORDS_RESET}),
    Role.AUDITOR: frozenset(EVERYONE | {P.AUDIT_READ}),
}

AREA_WIDE = frozenset(
    {Role.HELPLINE_ADVISER, Role.HELPLINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.PRIVACY_OFFICER}
)
"""Roles whose scope is every unrestricted person of the side they are looking at."""

BOTH_SIDES = frozenset({Role.HELPLINE_ADVISER, Role.HELPLINE_MANAGER, Role.SAFEGUARDING_LEAD})
"""The only roles that may be held on both sides of the wall; they see one side at a time."""

NEEDS_SERVICE = frozenset(
    {Role.HELPLINE_ADVISER, Role.HELPLINE_MANAGER, Role.CASEWORKER, Role.SERVICE_MANAGER}
)
"""Roles that are held in a service."""

ROLE_LABELS = {
    Role.HELPLINE_ADVISER: "Helpline adviser",
    Role.CASEWORKER: "Caseworker",
    Role.SERVICE_MANAGER: "Service manager",
    Role.HELPLINE_MANAGER: "Helpline manager",
    Role.SAFEGUARDING_LEAD: "Safeguarding lead",
    Role.PRIVACY_OFFICER: "Privacy officer",
    Role.COMMISSIONER: "Commissioner",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
}
