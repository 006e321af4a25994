"""What lines of the audit can be narrowed to."""

SUBJECTS = {
    "access": "Sign-in, sessions and refusals",
    "people": "People",
    "dossier": "Find, person pages",
    "calls": "Calls",
    "assessments": "Assessments",
    "referrals": "Referrals",
    "cases": "Cases",
    "reports": "Reports",
    "staff": "Users and roles",
    "privacy": "Erasure and holds",
    "oversight": "Oversight",
    "upkeep": "Keys and backups",
}
"""The rooms of caseflow, as people who read the audit call them."""
