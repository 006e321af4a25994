"""People whom one worker may not hold both of, and the steps that need the safeguarding lead first."""
