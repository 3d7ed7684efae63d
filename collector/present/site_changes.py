"""What owners change on their site, for the API, the pages and the command line alike: checked, made, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collector.errors import NotFound
from collector.present.api.definitions import checked_definition, checked_fields
from collector.store.keys import KINDS
from collector.store.protocol import Key, Rate, Site, Store


@dataclass(frozen=True)
class SiteChanges:
    """Changes of one site by somebody, whom the log of changes names as `by`. BadRequest has what is wrong."""

    store: Store
    site: Site
    by: str

    def define(self, kind: str, id: str, body: Any) -> dict[str, Any]:
        """Define an action, a campaign, a goal, an annotation, a cost or a baseline, in place of what it was; `kind` is
        that of the definition, such as actions."""
        checked = checked_definition(kind, id, body)
        self.store.put_definition(self.site.site, kind, id, checked)
        self._log(f"{one_of(kind)}.set", id, checked)
        return checked

    def delete_definition(self, kind: str, id: str) -> None:
        """Delete a definition; NotFound if there is none."""
        if not self.store.delete_definition(self.site.site, kind, id):
            raise NotFound(f"No {one_of(kind)} {id!r} is registered.")
        self._log(f"{one_of(kind)}.delete", id)

    def set_rate(self, currency: str, rate_date: str, body: Any) -> Rate:
        """Set what a currency is worth in the site's own from a local date on."""
        definition = checked_definition("rates", f"{currency}:{rate_date}", body)
        rate = self.store.set_rate(self.site.site, currency, rate_date, definition["rate"])
        self._log("rate.set", f"{currency}:{rate_date}", definition)
        return rate

    def delete_rate(self, currency: str, rate_date: str) -> None:
        """Delete a rate; the one before it holds on."""
        self.store.delete_rate(self.site.site, currency, rate_date)
        self._log("rate.delete", f"{currency}:{rate_date}")

    def make_key(self, kind: str) -> str:
        """Make a key of this kind and return it, which is the only time that it is known."""
        if kind not in KINDS:
            raise NotFound(f"There are no {kind!r} keys, but {', '.join(KINDS)} ones.")
        plain = self.store.add_key(self.site.site, kind)
        hint = next(key.hint for key in self.store.keys(self.site.site) if plain.startswith(key.hint))
        self._log("key.new", hint, {"kind": kind})
        return plain

    def revoke_key(self, hint: str) -> Key:
        """Revoke the key that begins so."""
        revoked = self.store.revoke_key(self.site.site, hint)
        self._log("key.revoke", revoked.hint, {"kind": revoked.kind})
        return revoked

    def change_settings(self, body: Any) -> Site:
        """Change settings; those that are not named stay, and those that are None are unset."""
        changes = checked_fields("sites", self.site.name, body)

        def changed(settings: dict[str, Any]) -> dict[str, Any]:
            return {name: value for name, value in {**settings, **changes}.items() if value is not None}

        site = self.store.change_settings(self.site.site, changed)
        self._log("site.set", self.site.name, changes)
        return site

    def _log(self, action: str, subject: str, details: Mapping[str, Any] | None = None) -> None:
        self.store.log_change(self.site.site, self.by, action, subject, details or {})


def one_of(kind: str) -> str:
    """What one of a kind is called: action, campaign, goal, annotation, cost, baseline."""
    return kind.removesuffix("s")
