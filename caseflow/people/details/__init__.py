"""A person's details: names, birth, places, and sections that are asked and saved apart."""
