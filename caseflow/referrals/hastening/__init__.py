"""Answers to referrals are due sooner where the risk rose."""
