"""The stories: a person, the calls, what was found, where it led, and the work that followed."""
