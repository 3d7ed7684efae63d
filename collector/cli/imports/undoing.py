"""`beheld import list` and `beheld import undo`: what was imported, and taking it back."""

from __future__ import annotations

import json
import time

import click

from collector.cli.errors import CommandError
from collector.cli.imports.importer import in_parts
from collector.cli.options import chosen_site, json_option, site_option, with_store
from collector.facts.refresh import FactsWriter
from collector.facts.replacing import fingerprint_of
from collector.present.numbers import counted
from collector.reports.moments import rfc3339
from collector.store import Import, Site, Store
from collector.store.facts import SiteRules

NAMES_AT_ONCE = 2_000


@click.command("list")
@site_option
@json_option
@with_store
def list_imports(store: Store, *, site_name: str | None, as_json: bool) -> None:
    """List the imports, newest first: label, time, how many of its events are stored, file."""
    found = store.imports(chosen_site(store, site_name).site)
    if as_json:
        click.echo(json.dumps([described(each) for each in found]))
        return
    for each in found:
        state = "undone" if each.undone_at else counted(each.events, "event")
        click.echo(f"{each.label}  {rfc3339(each.started_at)}  {state}  {each.file}")
    if not found:
        click.echo("Nothing was imported yet.", err=True)


@click.command("undo")
@click.argument("label")
@site_option
@json_option
@with_store
def undo(store: Store, *, label: str, site_name: str | None, as_json: bool) -> None:
    """Delete all events that the import LABEL added, and compute the facts of everybody concerned again.

    A server may keep running. Events that the import met as duplicates are not its own and stay. The same file can be
    imported again afterwards, with another mapping.
    """
    site = chosen_site(store, site_name)
    found = next((each for each in store.imports(site.site) if each.label == label), None)
    if found is None:
        raise CommandError(f"There is no import {label!r} of {site.name}; `beheld import list` shows them all.")
    removed = taken_back(store, site, found)
    if as_json:
        click.echo(json.dumps({"site": site.name, "label": label, "removed": removed}))
    else:
        click.echo(f"Deleted {counted(removed, 'event')} of {label}; reports are as if it had not been imported.")


def described(each: Import) -> dict[str, object]:
    """An import for programs."""
    return {
        "label": each.label,
        "file": each.file,
        "started_at": rfc3339(each.started_at),
        "undone_at": rfc3339(each.undone_at) if each.undone_at else None,
        "events": each.events,
    }


def taken_back(store: Store, site: Site, found: Import) -> int:
    """Take back the events of an import; returns how many. Facts are as fresh afterwards as they were before."""
    with store.facts_lock():
        writer = FactsWriter(store)
        try:
            rules = next(each for each in writer.engine.sites() if each.site == site.site)
            names: set[str] = set()
            removed = store.undo_import(site.site, found.number, names.update)
            compute_again(writer, rules, sorted(names))
            if rules.built_by == fingerprint_of(rules):
                writer.ledger.note_rules(rules.site, fingerprint_of(rules))
        finally:
            writer.close()
    return removed


def compute_again(writer: FactsWriter, rules: SiteRules, names: list[str]) -> None:
    """Compute the facts of all persons that these names are part of, some at a time and each once."""
    upto = writer.ledger.read_upto()
    done: set[str] = set()
    shared: set[str] = set()
    for some in in_parts(names, NAMES_AT_ONCE):
        seeds = [name for name in some if name not in done]
        done.update(writer.ties.reachable_from(rules.site, seeds))
        shared |= writer.replace_tied(rules, seeds, upto=upto)
    for name in sorted(shared):
        writer.replace_shared_account(rules, name, upto=upto)


def default_label(name: str, taken: set[str]) -> str:
    """A label made of the file's name and the time, as none was given."""
    stem = "stdin" if name == "-" else name.rsplit("/", 1)[-1].split(".")[0] or "import"
    plain = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in stem)[:100]
    label = f"{plain}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}"
    return next(
        each for number in range(1, 10_000) if (each := label if number == 1 else f"{label}-{number}") not in taken
    )
