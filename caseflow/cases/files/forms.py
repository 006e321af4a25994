"""The form to add a file."""

from caseflow.web.fields import Text, Upload
from caseflow.web.forms import BaseForm


class FileForm(BaseForm):
    """A file, and what it is called here."""

    file = Upload(
        "File",
        required="Choose a file",
        hint="A picture, a PDF, a Word or Excel file, text or sound, up to 10 MB. Where it was taken is removed.",
    )
    called = Text(
        "What is it?", required="Say what the file is", max=200, hint="Such as: letter from the landlord"
    )
