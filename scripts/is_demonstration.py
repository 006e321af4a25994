"""Exit with 0 if an SQLite database is marked as a demonstration or holds nobody yet, else with 1."""

import sqlite3
import sys
from contextlib import closing

with closing(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)) as connection:
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    marked = (
        connection.execute("select demonstration from installation").fetchall()
        if "installation" in tables
        else []
    )
    users = connection.execute("select count(*) from users").fetchone()[0] if "users" in tables else 0
sys.exit(0 if (marked and all(row[0] for row in marked)) or (not marked and not users) else 1)
