"""What happens when an assessment is finished: the rule is applied and the person's level written."""
