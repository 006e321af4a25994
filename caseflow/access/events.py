"""Audit events of sign-in, sessions, users and grants."""

from caseflow.audit.events import declare

SIGNED_IN = declare("access:session:signed_in", "A user signed in")
PASSWORD_FITTED = declare(
    "access:session:password_fitted", "A password fitted; the second step is still to come"
)
SIGN_IN_FAILED = declare("access:session:sign_in_failed", "A sign-in was refused")
SIGNED_OUT = declare("access:session:signed_out", "A user signed out")
SESSION_ENDED = declare("access:session:ended", "A user's session was ended")
SERVICE_SWITCHED = declare("access:session:switched", "A user switched the service or side they work in")
CONFIRMED = declare("access:session:confirmed", "A user proved again who they are")
LOCKED = declare("access:session:locked", "A user locked their session")
UNLOCKED = declare("access:session:unlocked", "A user opened their locked session with their password")
FACTOR_STARTED = declare("access:factor:started", "A user began to set up a second factor")
FACTOR_CONFIRMED = declare("access:factor:confirmed", "A user's second factor was set up, and counts")
FACTOR_REMOVED = declare("access:factor:removed", "A user's second factor was taken away")
RECOVERY_REPLACED = declare("access:factor:recovery_replaced", "A user got new recovery codes")
RECOVERY_USED = declare("access:factor:recovery_used", "A recovery code stood in for a second factor")
PASSWORD_CHANGED = declare("access:user:password_changed", "A user changed their own password")
SESSIONS_READ = declare("access:session:listed", "A user looked at their own sessions")
GRANTED = declare("access:grant:given", "A record was opened to a service or a user")
DENIED = declare("access:denial:given", "A record was closed to one user")
DENIAL_ENDED = declare("access:denial:ended", "A record was no longer closed to one user")
GRANT_ENDED = declare("access:grant:ended", "A grant came to its end")
