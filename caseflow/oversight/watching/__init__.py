"""The watch: after each change of a name, a number or a birth, looks whether the two sides or a worker meet there."""
