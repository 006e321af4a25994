"""The fields that forms are made of, in one place to import from."""

from wtforms import HiddenField as Hidden

from caseflow.web.choosing import Answer, Checkboxes, Radios, Select, Tick, YesNoUnknown
from caseflow.web.dating import DatePart, TimeText
from caseflow.web.wording import Code, Email, Integer, LongText, Password, Phone, Postcode, Text, Upload

__all__ = [
    "Answer",
    "Checkboxes",
    "Code",
    "DatePart",
    "Email",
    "Hidden",
    "Integer",
    "LongText",
    "Password",
    "Phone",
    "Postcode",
    "Radios",
    "Select",
    "Text",
    "Tick",
    "TimeText",
    "Upload",
    "YesNoUnknown",
]
