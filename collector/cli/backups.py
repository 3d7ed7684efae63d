"""`beheld backup` and `beheld restore`: a copy of everything in one file, and back."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import click

from collector.cli.options import json_option, with_store
from collector.config import Config
from collector.facts.refresh import FactsWriter
from collector.facts.replacing import fingerprint_of
from collector.reports.moments import rfc3339
from collector.store import Holds, Store, open_store, restore_store

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--overwrite", is_flag=True, help="Replace FILE, if it exists.")
@json_option
@with_store
def backup(store: Store, *, file: Path, overwrite: bool, as_json: bool) -> None:
    """Write a copy of the whole store to FILE: sites, keys, events, facts, and who was erased.

    A server may keep running. FILE is readable by you alone, and checked to be sound. It is all that `beheld restore`
    needs.
    """
    held = store.back_up(file, overwrite=overwrite)
    summary = {"file": str(file), "bytes": file.stat().st_size, **described(held)}
    click.echo(json.dumps(summary) if as_json else f"Backed up to {file}: {in_words(summary)}.")


@click.command()
@click.argument("file", type=FILE)
@json_option
@click.pass_obj
def restore(config: Config, *, file: Path, as_json: bool) -> None:
    """Replace the store by the backup FILE. No server may have the store open.

    Persons who were erased, here or before the backup was made, stay erased. The old store is kept beside the new one.
    """
    restored = restore_store(file, config.store)
    with contextlib.closing(open_store(config.store)) as store:
        summary: dict[str, Any] = {
            "store": store.url,
            **described(restored.holds),
            "erased_again": restored.erased_again,
        }
        summary |= {
            "kept": str(restored.kept) if restored.kept else None,
            "facts_behind": store.facts_progress().behind,
        }
        summary["facts_outdated"] = outdated(store)
    click.echo(json.dumps(summary) if as_json else "\n".join(restored_in_words(summary)))


def described(held: Holds) -> dict[str, Any]:
    """What a store holds, for programs."""
    return held._asdict() | {"newest": rfc3339(held.newest) if held.newest else None}


def in_words(summary: dict[str, Any]) -> str:
    """The same for people."""
    newest = f", the newest received at {summary['newest']}" if summary["newest"] else ""
    return (
        f"sites: {summary['sites']:,}; events: {summary['events']:,}{newest}; erasures noted: {summary['erasures']:,}"
    )


def outdated(store: Store) -> list[str]:
    """The sites whose facts do not follow today's rules."""
    with contextlib.closing(FactsWriter(store)) as writer:
        old = {rules.site for rules in writer.engine.sites() if rules.built_by not in (None, fingerprint_of(rules))}
    return [site.name for site in store.sites() if site.site in old]


def restored_in_words(summary: dict[str, Any]) -> list[str]:
    """What a restored store holds and what is left to do, in lines for people."""
    lines = [f"Restored to {summary['store']}: {in_words(summary)}."]
    if summary["erased_again"]:
        lines.append(f"Erasures carried out again: {summary['erased_again']:,}.")
    if summary["facts_behind"] or summary["facts_outdated"]:
        lines.append("Facts are computed again: `beheld serve` does it in the background, `beheld rebuild` at once.")
    if summary["kept"]:
        lines.append(
            f"The old store is kept as {summary['kept']}: delete it when you are sure that you no longer need it."
        )
    return [*lines, "Next: beheld serve"]
