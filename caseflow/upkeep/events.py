"""Audit events of the care of keys."""

from caseflow.audit.events import declare

KEY_ADDED = declare("upkeep:key:added", "A key-encryption key was made or taken from its source")
KEY_PROMOTED = declare("upkeep:key:promoted", "A key became the one that wraps; secrets were re-wrapped")
VAULTS_REWRAPPED = declare("upkeep:key:rewrapped", "A batch of vaults was re-wrapped under the present key")
VAULTS_RENEWED = declare(
    "upkeep:vault:renewed", "Vaults got new data keys, and what is under them was sealed anew"
)
KEY_RETIRED = declare("upkeep:key:retired", "A key that nothing needs any more was retired")
BACKUP_CREATED = declare("upkeep:backup:created", "An encrypted archive of the whole database was made")
BACKUP_RESTORED = declare("upkeep:backup:restored", "The database was brought back from an archive")
BACKUP_DRILLED = declare(
    "upkeep:backup:drilled", "An archive was restored beside the live data and found whole"
)
INSTALLATION_MOVED = declare("upkeep:installation:moved", "The installation was carried to another database")
