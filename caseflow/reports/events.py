"""Audit events of reports."""

from caseflow.audit.events import declare

REPORT_READ = declare("reports:report:read", "A report was read, with exact figures")
REPORT_EXPORTED = declare("reports:report:exported", "A report with exact figures was taken out as a file")
RELEASED_READ = declare("reports:released:read", "A report was read in released form: rounded and suppressed")
RELEASED_EXPORTED = declare("reports:released:exported", "A report in released form was taken out as a file")
CASELOAD_READ = declare("reports:caseload:read", "A manager looked at the caseload of each worker")
INDEX_READ = declare("reports:index:read", "The list of reports was read")
