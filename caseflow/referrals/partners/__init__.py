"""A partner whom a professional names in a client's referral: straight to partner support, and not kept here."""
