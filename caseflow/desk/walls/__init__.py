"""What the walls hold up: for whoever asked, for the safeguarding lead, and for who reviews."""
