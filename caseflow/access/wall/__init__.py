"""The second wall: in PostgreSQL, row-level security holds every request to its viewer's records by itself.

It stops a filter that was forgotten. It does not stop injected SQL, which could change the settings that it reads.
"""
