"""What is written into a case: notes, tasks, the safety plan, incidents."""
