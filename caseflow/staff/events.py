"""Audit events of the administration of users."""

from caseflow.audit.events import declare

USERS_LISTED = declare("staff:user:listed", "The list of users was looked at")
USER_READ = declare("staff:user:read", "A user and their roles were looked at")
USER_ADDED = declare("staff:user:added", "A user was added")
ROLE_GIVEN = declare("staff:role:given", "A user was given a role")
ROLE_ENDED = declare("staff:role:ended", "A user's role was ended")
USER_LEFT = declare("staff:user:left", "A user left; all roles and sessions ended")
RESET_MADE = declare("staff:reset:made", "A link to set a new password was made for a user")
RESET_USED = declare("staff:reset:used", "A user set a new password by a link")
TEAM_LISTED = declare("staff:reset:listed", "A manager looked at the team, to make a link for one of them")
