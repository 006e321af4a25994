"""Referrals: routing, the packet, the life of a referral from sent to answered, and the gaps that nobody covers."""
