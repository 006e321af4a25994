"""Reading finished assessments: one of them, two side by side, all of a person."""
