"""People: who they are, how they may safely be reached, who is around them, and how they are found."""
