"""Audit events of people. Those in NAMES_CHANGED_BY tell every process to open that person's names anew."""

from caseflow.audit.events import declare

PERSON_ADDED = declare("people:person:added", "A person was added")
PERSON_CHANGED = declare("people:person:changed", "A person's names, birth date or locality were changed")
DETAIL_CHANGED = declare("people:detail:changed", "A section of a person's details was changed")
PEOPLE_LOADED = declare("people:person:loaded", "Many people were added at once")
PEOPLE_IMPORTED = declare("people:person:imported", "A batch of rows of an older system was taken in")
PEOPLE_MATCHED = declare("people:person:matched", "A list was compared with the people held here")
VAULT_GIVEN = declare("people:person:vault_given", "A call's vault was given to the person it was about")
VAULT_TAKEN = declare(
    "people:person:vault_taken", "A vault was taken back from a person it did not belong to"
)
PERSON_RESTRICTED = declare("people:person:restricted", "A person's record was narrowed to those on its list")
PERSON_UNRESTRICTED = declare("people:person:unrestricted", "A person's record was no longer restricted")
KEPT_APART = declare("people:apart:kept", "Two people were set apart: no worker may come to hold both")
LET_TOGETHER = declare("people:apart:ended", "Two people need no longer be held by different workers")
LEAD_ASKED = declare("people:lead:asked", "A step was put before the safeguarding lead")
LEAD_ANSWERED = declare("people:lead:answered", "The safeguarding lead allowed or refused a step")
LEAD_QUESTION_READ = declare(
    "people:lead:read", "What became of a step that needs the safeguarding lead was read"
)
SUMMARY_CHANGED = declare("people:person:summary", "A person's summary was set from a room downstream")

CONTACT_ADDED = declare("people:contact:added", "A contact point was added, with its rule")
CONTACT_CHANGED = declare("people:contact:changed", "A contact point or its rule was changed")
CONTACT_CONFIRMED = declare("people:contact:confirmed", "A contact point was confirmed to be still safe")
CONTACT_STOPPED = declare("people:contact:stopped", "A contact point was stopped")
CONTACT_REOPENED = declare("people:contact:reopened", "A stopped contact point was opened again")
CONTACT_REVEALED = declare("people:contact:revealed", "A number or address was shown")
CONTACTS_READ = declare("people:contact:read", "The safe-contact page of a person was shown, values hidden")

HARM_ADDED = declare("people:harm:added", "A person causing harm was added to a survivor's record")
HARM_CHANGED = declare("people:harm:changed", "What is known of a person causing harm was changed")
CHILD_ADDED = declare("people:child:added", "A child was added to a person's record")
CHILD_CHANGED = declare("people:child:changed", "What is known of a child was changed")
CHILD_REMOVED = declare("people:child:removed", "A child that was added by mistake was taken off")

DETAILS_READ = declare("people:person:details_read", "The details of a person were shown")
MATCHES_SHOWN = declare("people:person:matches_shown", "People who may match were shown before adding one")
PAIR_APART = declare("people:pair:apart", "Two records that look alike were said to be two people")
PAIRS_SUGGESTED = declare("people:pair:listed", "Pairs of records that may be one person were listed at once")
PAIR_SUGGESTED = declare("people:pair:suggested", "Two records were suggested to be one person")

PERSON_ERASED = declare("people:person:erased", "A person was erased, with all that hung on them")

PERSON_MERGED = declare("people:person:merged", "Two records of one person read as one from now on")
PERSON_TAKEN_APART = declare(
    "people:person:taken_apart", "Records that were merged stand for themselves again"
)

NAMES_CHANGED_BY = (
    PERSON_MERGED,
    PERSON_TAKEN_APART,
    PERSON_ADDED,
    PERSON_CHANGED,
    VAULT_GIVEN,
    VAULT_TAKEN,
    PEOPLE_LOADED,
    PEOPLE_IMPORTED,
    PERSON_ERASED,
    CONTACT_ADDED,
    CONTACT_CHANGED,
)
