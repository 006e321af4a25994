"""Audit events of privacy."""

from caseflow.audit.events import declare

HOLD_PLACED = declare("privacy:hold:placed", "A record was put on hold: it may not be erased")
HOLD_LIFTED = declare("privacy:hold:lifted", "A hold on a record was lifted")
ERASURES_LISTED = declare("privacy:erasure:listed", "Proposed erasures were shown")
ERASURE_READ = declare("privacy:erasure:read", "What would be erased of a person was shown")
ERASURE_PROPOSED = declare("privacy:erasure:proposed", "The erasure of a person was proposed")
ERASURE_REFUSED = declare("privacy:erasure:refused", "A proposed erasure was refused")
ERASURE_WITHDRAWN = declare("privacy:erasure:withdrawn", "A proposed erasure was withdrawn")
VAULTS_DESTROYED = declare("privacy:erasure:done", "The vaults of an erased person were destroyed")
LEDGER_REPLAYED = declare("privacy:erasure:replayed", "Erasures were carried out again after a restore")

LIKELY_LISTED = declare("privacy:merge:listed", "Records that may be one person were listed")
MERGES_READ = declare("privacy:merge:read", "What was merged into a person was shown")
MERGE_COMPARED = declare("privacy:merge:compared", "Two records were shown side by side")
