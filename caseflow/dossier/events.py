"""Audit events of the dossier. What was typed into a find box is in none of them."""

from caseflow.audit.events import declare

FOUND = declare("dossier:find:shown", "The people that a search found were shown")
PERSON_READ = declare("dossier:person:read", "A person's page with the timeline was shown")
WORK_READ = declare("dossier:person:work_read", "A person's referrals and cases were shown")
