"""Finding people: by name and birth through the index, by number and e-mail address through keyed hashes."""
