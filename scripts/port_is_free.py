"""Exit with 0 if nobody listens on a port of this machine, else with 1."""

import socket
import sys

with socket.socket() as probe:
    probe.settimeout(1)
    sys.exit(probe.connect_ex(("127.0.0.1", int(sys.argv[1]))) == 0)
