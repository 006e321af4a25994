"""What the audit says of the directory."""

from caseflow.audit.events import declare

AREA_LOADED = declare("directory:area:loaded", "An area pack was loaded")
INSTALLATION_MARKED = declare("directory:installation:marked", "The installation was marked as what it is")
AVAILABILITY_UPDATED = declare(
    "directory:service:availability", "A service's free places or waiting time were checked"
)
SERVICES_READ = declare("directory:services:read", "The list of services was read")
