"""Coded lists of people: kinds of names, birth dates, contact points, and the answers to equality questions."""

from enum import StrEnum


class BirthKind(StrEnum):
    """How well the birth date is known."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    AGE_ONLY = "age_only"
    UNKNOWN = "unknown"


BIRTH_KIND_LABELS = {
    BirthKind.EXACT: "Exact date",
    BirthKind.ESTIMATED: "Estimated date",
    BirthKind.AGE_ONLY: "Age only",
    BirthKind.UNKNOWN: "Not known",
}


class NameKind(StrEnum):
    """What a name is to the person who has it."""

    KNOWN_AS = "known_as"
    LEGAL = "legal"
    ALIAS = "alias"
    PREVIOUS = "previous"


NAME_KIND_LABELS = {
    NameKind.KNOWN_AS: "Known as",
    NameKind.LEGAL: "Full name",
    NameKind.ALIAS: "Other name in use",
    NameKind.PREVIOUS: "Previous name",
}


class ContactKind(StrEnum):
    """The kinds of contact points."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


CONTACT_KIND_LABELS = {
    ContactKind.PHONE: "Phone number",
    ContactKind.EMAIL: "E-mail address",
    ContactKind.ADDRESS: "Postal address",
}


class Channel(StrEnum):
    """The ways of reaching somebody that a contact point's rule allows or refuses, each on its own."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    EMAIL = "email"
    POST = "post"


CHANNEL_LABELS = {
    Channel.CALL: "Call",
    Channel.VOICEMAIL: "Leave a voicemail",
    Channel.TEXT: "Send a text",
    Channel.EMAIL: "Send an e-mail",
    Channel.POST: "Send a letter",
}

CHANNELS_OF = {
    ContactKind.PHONE: (Channel.CALL, Channel.VOICEMAIL, Channel.TEXT),
    ContactKind.EMAIL: (Channel.EMAIL,),
    ContactKind.ADDRESS: (Channel.POST,),
}
"""The channels that a kind of contact point has at all."""


class StopReason(StrEnum):
    """Why nobody may use a contact point."""

    SOMEONE_ELSE = "someone_else"
    NOT_SAFE = "not_safe"
    WRONG_NUMBER = "wrong_number"
    ASKED_NOT_TO = "asked_not_to"
    NO_LONGER_USED = "no_longer_used"


STOP_LABELS = {
    StopReason.SOMEONE_ELSE: "Someone else answered, who is not on the list",
    StopReason.NOT_SAFE: "It is no longer safe",
    StopReason.WRONG_NUMBER: "It is the wrong number",
    StopReason.ASKED_NOT_TO: "The person asked us not to use it",
    StopReason.NO_LONGER_USED: "The person no longer uses it",
}


class Section(StrEnum):
    """The parts of a person's details that are asked and saved together."""

    LANGUAGE = "language"
    ACCESS = "access"
    CIRCUMSTANCES = "circumstances"
    EQUALITY = "equality"


SECTION_LABELS = {
    Section.LANGUAGE: "Language",
    Section.ACCESS: "Access needs",
    Section.CIRCUMSTANCES: "Circumstances",
    Section.EQUALITY: "Equality",
}


class Relationship(StrEnum):
    """What the person causing harm is to the person."""

    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    OTHER_FAMILY = "other_family"
    FRIEND = "friend"
    ACQUAINTANCE = "acquaintance"
    IN_AUTHORITY = "in_authority"
    STRANGER = "stranger"
    OTHER = "other"


RELATIONSHIP_LABELS = {
    Relationship.PARTNER: "Partner",
    Relationship.FORMER_PARTNER: "Former partner",
    Relationship.PARENT: "Parent",
    Relationship.CHILD: "Son or daughter",
    Relationship.SIBLING: "Brother or sister",
    Relationship.OTHER_FAMILY: "Other family",
    Relationship.FRIEND: "Friend",
    Relationship.ACQUAINTANCE: "Acquaintance",
    Relationship.IN_AUTHORITY: "Someone in a position of trust",
    Relationship.STRANGER: "Stranger",
    Relationship.OTHER: "Other",
}
