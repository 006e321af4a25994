"""What files may be, by their content, and pictures without what the camera wrote into them."""

import io
import warnings
from enum import StrEnum

import filetype
from PIL import Image

MOST = 10 * 1024 * 1024
"""How many bytes a file may have."""
MOST_PIXELS = 60_000_000
ORIENTATION = 0x0112


class FileKind(StrEnum):
    """The kinds of files that may be added."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    WORD = "word"
    EXCEL = "excel"
    TEXT = "text"
    MP3 = "mp3"
    M4A = "m4a"
    WAV = "wav"


LABELS = {
    FileKind.JPEG: "Picture",
    FileKind.PNG: "Picture",
    FileKind.WEBP: "Picture",
    FileKind.PDF: "PDF",
    FileKind.WORD: "Word document",
    FileKind.EXCEL: "Excel workbook",
    FileKind.TEXT: "Text",
    FileKind.MP3: "Sound",
    FileKind.M4A: "Sound",
    FileKind.WAV: "Sound",
}
BY_CONTENT = {
    "image/jpeg": FileKind.JPEG,
    "image/png": FileKind.PNG,
    "image/webp": FileKind.WEBP,
    "application/pdf": FileKind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileKind.WORD,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": FileKind.EXCEL,
    "audio/mpeg": FileKind.MP3,
    "audio/mp4": FileKind.M4A,
    "audio/x-wav": FileKind.WAV,
}
ENDINGS = {
    FileKind.JPEG: "jpg",
    FileKind.WORD: "docx",
    FileKind.EXCEL: "xlsx",
    FileKind.TEXT: "txt",
}
PICTURES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
REFUSED = "This kind of file cannot be added. Add a picture (JPEG, PNG, WebP), a PDF, Word or Excel file, text or sound"
BROKEN = "This picture cannot be read. It may be damaged, or very large"


class NotTaken(ValueError):
    """A file that is not taken, with the reason in words."""


def ending(kind: FileKind) -> str:
    """Return what a file's name ends in."""
    return ENDINGS.get(kind, kind.value)


def kind_of(content: bytes) -> FileKind:
    """Return what a file is, by its content alone; raises NotTaken."""
    if not content:
        raise NotTaken("The file is empty")
    if len(content) > MOST:
        raise NotTaken(f"The file is larger than {MOST // 2**20} MB")
    guessed = filetype.guess_mime(content)
    if guessed is None and _is_text(content):
        return FileKind.TEXT
    if guessed not in BY_CONTENT:
        raise NotTaken(REFUSED)
    return BY_CONTENT[guessed]


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return text.isprintable() or all(one.isprintable() or one in "\r\n\t\ufeff" for one in text)


def without_traces(content: bytes, kind: FileKind) -> bytes:
    """Return a picture without place, time, camera and comments; other kinds as they are. Raises NotTaken."""
    if kind not in PICTURES:
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[PICTURES[kind], "MPO"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotTaken(BROKEN)
                return _saved_again(picture, kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken(BROKEN) from None


def _saved_again(picture: Image.Image, kind: FileKind) -> bytes:
    exif = Image.Exif()
    turned = picture.getexif().get(ORIENTATION)
    if turned:
        # Which way up it is must stay; nothing else of what the camera wrote does.
        exif[ORIENTATION] = turned
    colours = picture.info.get("icc_profile")
    picture.load()
    picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    more: dict[str, object] = {"icc_profile": colours} if colours else {}
    if kind is FileKind.JPEG:
        more["quality"] = "keep" if picture.format == "JPEG" else 95
    elif kind is FileKind.WEBP:
        more |= {"quality": 95, "method": 4}
    out = io.BytesIO()
    picture.save(out, PICTURES[kind], exif=exif.tobytes() if turned else b"", **more)
    return out.getvalue()
