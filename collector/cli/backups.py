"""`beheld backup` and `beheld restore`: a copy of everything in one file, and back."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import click

from collector.cli.queries import query
from collector.cli.stores import json_option, with_store
from collector.config import Config
from collector.facts.refresh import FactsWriter
from collector.reports.moments import rfc3339
from collector.store import SqliteStore, Store, open_store
from collector.store.sqlite.backup import back_up, opened_to_read
from collector.store.sqlite.restore import restore as put_back
from collector.store.sqlite.store import file_of

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--overwrite", is_flag=True, help="Replace FILE, if it exists.")
@json_option
@with_store
def backup(store: Store, *, file: Path, overwrite: bool, as_json: bool) -> None:
    """Write a copy of the whole store to FILE: sites, keys, events, facts, and who was erased. A server may run.

    FILE is readable by you alone, and checked to be sound. It is all that `beheld restore` needs.
    """
    with contextlib.closing(store.connect()) as connection:
        back_up(connection, store.path, file, overwrite=overwrite)
    with opened_to_read(file) as copy:
        (row,) = copy.execute(query("store_holds")).fetchall()
    said = {"file": str(file), "bytes": file.stat().st_size, **described(*row)}
    click.echo(json.dumps(said) if as_json else f"Backed up to {file}: {in_words(said)}.")


@click.command()
@click.argument("file", type=FILE)
@json_option
@click.pass_obj
def restore(config: Config, *, file: Path, as_json: bool) -> None:
    """Put the backup FILE in the place of the store. No server may have the store open.

    Whoever was erased, here or before the backup was made, stays erased. The store that was there is kept beside it.
    """
    path = file_of(config.store)
    kept = put_back(file, path)
    with contextlib.closing(open_store(config.store)) as store:
        store.note_pages_written()
        (row,) = store.query(query("store_holds"))
        said: dict[str, Any] = {"store": store.url, **described(*row), "erased_again": store.erased_again}
        said |= {"kept": str(kept) if kept else None, "facts_behind": store.facts_behind()}
        said["facts_outdated"] = outdated(store)
    click.echo(json.dumps(said) if as_json else "\n".join(told(said)))


def described(sites: int, events: int, newest: int | None, erasures: int) -> dict[str, Any]:
    """What a store holds, for programs."""
    return {"sites": sites, "events": events, "newest": rfc3339(newest) if newest else None, "erasures": erasures}


def in_words(said: dict[str, Any]) -> str:
    """The same for people."""
    newest = f", the newest received at {said['newest']}" if said["newest"] else ""
    return f"sites: {said['sites']:,}; events: {said['events']:,}{newest}; erasures noted: {said['erasures']:,}"


def outdated(store: SqliteStore) -> list[str]:
    """The sites whose facts do not follow today's rules."""
    with contextlib.closing(FactsWriter(store)) as writer:
        old = {rules.site for rules in writer.site_rules() if rules.built_by not in (None, rules.fingerprint)}
    return [site.name for site in store.sites() if site.site in old]


def told(said: dict[str, Any]) -> list[str]:
    """What a restored store holds and what is left to do, in lines for people."""
    lines = [f"Restored to {said['store']}: {in_words(said)}."]
    if said["erased_again"]:
        lines.append(f"Erasures carried out again: {said['erased_again']:,}.")
    if said["facts_behind"] or said["facts_outdated"]:
        lines.append("Facts are computed again: `beheld serve` does it in the background, `beheld rebuild` at once.")
    if said["kept"]:
        lines.append(f"What was there is kept as {said['kept']}: delete it when you are sure that you need it no more.")
    return [*lines, "Next: beheld serve"]
