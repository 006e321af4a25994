"""Read one referral."""
