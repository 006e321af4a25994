"""Sealed attributes: plain values in Python, ciphertext in the column, opened only when asked for."""

import json
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import date
from typing import Any, ClassVar, Generic, Self, TypeVar, cast, overload
from uuid import UUID

from sqlalchemy.orm import mapped_column

from caseflow.crypto import unopened
from caseflow.crypto.envelope import FORMAT, CannotOpen, binding
from caseflow.crypto.models import Vault
from caseflow.database import SealedBytes

T = TypeVar("T")


class Sealed(ABC, Generic[T]):
    """An attribute whose column holds only ciphertext, bound to its row, its vault and its permanent seal name."""

    registry: ClassVar[dict[str, str]] = {}
    empty: Any = None
    unreadable: Any = None
    """What is read where the value cannot be opened."""

    def __init__(self, seal_name: str) -> None:
        self.seal_name = seal_name
        self.prefix = binding(bytes([FORMAT]), seal_name.encode())
        self.column = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.column = f"{name}_sealed"
        place = f"{owner.__module__}.{owner.__qualname__}.{name}"
        if self.registry.setdefault(self.seal_name, place) != place:
            raise TypeError(f"the seal name {self.seal_name} is used twice")
        setattr(owner, self.column, mapped_column(self.column, SealedBytes(), nullable=True))

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        row = cast(Any, instance)
        blob: bytes | None = getattr(row, self.column)
        if blob is None:
            return cast(T, self.empty)
        vault: Vault | None = row.vault
        if vault is not None:
            try:
                return self.decode(vault.open(blob, self.prefix, row.id))
            except CannotOpen:
                pass
        return self._opened_again(row, blob)

    def _opened_again(self, row: Any, blob: bytes) -> T:
        """Open with the vault as it stands now, if its key was renewed since it was read; else tell that it cannot."""
        if row.vault is not None:
            with suppress(CannotOpen):
                return self.decode(row.vault.open_as_it_stands(blob, self.prefix, row.id))
        unopened.note(self.seal_name, row.id)
        return cast(T, self.unreadable)

    def opened(self, instance: object) -> T:
        """Return the value; raises CannotOpen where the attribute itself would only say so in words."""
        row = cast(Any, instance)
        blob: bytes | None = getattr(row, self.column)
        if blob is None:
            return cast(T, self.empty)
        if row.vault is None:
            raise CannotOpen("the vault is missing")
        return self.decode(row.vault.open(blob, self.prefix, row.id))

    def __set__(self, instance: object, value: T) -> None:
        row = cast(Any, instance)
        present = getattr(row, self.column)
        if value == self.unreadable and present is not None and self._opens(row, present) is None:
            # A form sends back what it was shown: that is no change, and what cannot be opened is kept.
            return
        if value is None or value == self.empty:
            if present is not None:
                setattr(row, self.column, None)
            return
        if row.vault is None:
            if present is not None:
                raise CannotOpen("the vault is missing")
            raise TypeError(f"{self.seal_name} cannot be set before its vault")
        plain = self.encode(value)
        # A fresh nonce makes every ciphertext differ, so an unchanged value must not be sealed again.
        if present is None or self._opens(row, present) != plain:
            setattr(row, self.column, row.vault.seal(plain, self.prefix, row.id))

    def _opens(self, row: Any, present: bytes) -> bytes | None:
        if row.vault is None:
            return None
        try:
            plain: bytes = row.vault.open(present, self.prefix, row.id)
        except CannotOpen:
            return None
        return plain

    def sealed(self, vault: Vault, row: UUID, value: T) -> bytes | None:
        """Seal a value for a bulk insert, which goes round the attribute."""
        if value is None or value == self.empty:
            return None
        return vault.seal(self.encode(value), self.prefix, row)

    @abstractmethod
    def encode(self, value: T) -> bytes:
        """Turn a value into bytes."""

    @abstractmethod
    def decode(self, plain: bytes) -> T:
        """Turn bytes back into the value."""


class SealedText(Sealed[str]):
    """Sealed text; an absent value reads as the empty text."""

    empty = ""
    unreadable = unopened.WORDS

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class SealedDate(Sealed[date | None]):
    """A sealed date."""

    def encode(self, value: date | None) -> bytes:
        return cast(date, value).isoformat().encode()

    def decode(self, plain: bytes) -> date:
        return date.fromisoformat(plain.decode())


class SealedJson(Sealed[Any]):
    """A sealed value of dictionaries, lists, texts, numbers and truths."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


def seal_row(model: type, vault: Vault, row: UUID, **values: Any) -> dict[str, Any]:
    """Return the columns of one row for a bulk insert, every sealed attribute among them sealed."""
    columns: dict[str, Any] = {"id": row, "vault_id": vault.id}
    for name, value in values.items():
        attribute = model.__dict__.get(name)
        if isinstance(attribute, Sealed):
            columns[attribute.column] = attribute.sealed(vault, row, value)
        else:
            columns[name] = value
    return columns
