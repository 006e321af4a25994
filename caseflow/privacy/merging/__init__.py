"""Two records of one person read as one: a pointer and the choices, so that they can be taken apart at any time."""
