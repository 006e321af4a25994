"""Audit events of cases."""

from caseflow.audit.events import declare

CASE_OPENED = declare("cases:case:opened", "A referral was accepted, which opened a case")
REFERRAL_JOINED = declare("cases:case:joined", "A referral was accepted into a case that was already live")
CASE_REOPENED = declare("cases:case:reopened", "A case was opened again within 30 days of its close")
CASE_ALLOCATED = declare("cases:case:allocated", "A case was given to a worker")
CASE_MOVED = declare("cases:case:moved", "A case went to another state")
CASE_CLOSED = declare("cases:case:closed", "A case was closed")
ATTEMPT_LOGGED = declare("cases:attempt:logged", "An attempt to reach the person was logged in a case")
NOTE_ADDED = declare("cases:note:added", "A note was written in a case")
NOTE_CHANGED = declare("cases:note:changed", "A note was changed by its writer before it locked")
NOTE_CORRECTED = declare("cases:note:corrected", "A correction was added to a note")
TASK_ADDED = declare("cases:task:added", "A task or date was added to a case")
TASK_DONE = declare("cases:task:done", "A task was done")
PLAN_SET = declare("cases:plan:set", "A new version of the safety plan was written")
INCIDENT_ADDED = declare("cases:incident:added", "An incident was recorded in a case")

FILE_ADDED = declare("cases:file:added", "A file was added to a case")
FILE_REMOVED = declare("cases:file:removed", "A file that was added by mistake was taken out of a case")

CASE_READ = declare("cases:case:read", "A case was read")
CASES_LISTED = declare("cases:list:read", "A list of cases was read")
ACCEPT_READ = declare("cases:accept:read", "The page to accept a referral was read")
FILES_LISTED = declare("cases:file:listed", "The files of a case were listed")
FILE_READ = declare("cases:file:read", "A file was downloaded")
CASE_HASTENED = declare("cases:case:hastened", "What a case owes became due sooner, because the risk rose")
RISK_PICTURE_READ = declare("cases:risk:read", "The picture of a person's risk over time was read")

WORK_HANDED = declare(
    "cases:handover:moved", "A piece of work went from one worker to another, or to the team"
)
HANDED_SEEN = declare("cases:handover:seen", "A worker read what was given to them")
HELD_READ = declare("cases:handover:read", "A manager looked at what a worker holds")
HELD_LISTED = declare("cases:handover:listed", "A manager looked at who holds how much, to move it")
HANDED_READ = declare("cases:handover:received", "A worker looked at what was given to them")
