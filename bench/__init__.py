"""How long things take: sealing beside other engines, and every page at two sizes."""
