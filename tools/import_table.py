"""The import-linter contract behind DESIGN's table: a row imports only what stands in it.

Written as rows in `pyproject.toml`, so that the table reads there as it does in the design:

    rows = ["core:", "models: core", "air caption: core models"]
    externals = ["PySide6: ui"]

A row names packages, then what they may import of ours. `externals` says which of our packages may
import a library at all. A package without a row breaks the contract, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class ImportTable(Contract):
    """Checks direct imports between the packages of `root` against a table."""

    type_name = "table"

    root = fields.StringField()
    rows = fields.ListField(subfield=fields.StringField())
    externals = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when every import and every package of the graph has its place in the table."""
        wrong = sorted({*self._unlisted(graph), *self._strays(graph), *self._externals(graph)})
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for every import or package out of place."""
        for line in check.metadata["wrong"]:
            output.print_error(line)

    @property
    def _allowed(self) -> dict[str, set[str]]:
        return _table(cast("list[str]", self.rows))

    def _unlisted(self, graph: ImportGraph) -> Iterator[str]:
        for child in graph.find_children(str(self.root)):
            if child.removeprefix(f"{self.root}.") not in self._allowed:
                yield f"{child} has no row in the table"

    def _strays(self, graph: ImportGraph) -> Iterator[str]:
        for importer, imported, line in _imports(graph):
            source, target = self._package(importer), self._package(imported)
            if source and target and target not in {source, *self._allowed.get(source, ())}:
                yield f"{source} may not import {target}: {line}"

    def _externals(self, graph: ImportGraph) -> Iterator[str]:
        users = _table(cast("list[str]", self.externals))
        for importer, imported, line in _imports(graph):
            library = imported.partition(".")[0]
            if library in users and self._package(importer) not in users[library]:
                yield f"only {' '.join(sorted(users[library]))} may import {library}: {line}"

    def _package(self, module: str) -> str:
        root, _, inside = module.partition(".")
        return inside.partition(".")[0] if root == self.root else ""


def _table(rows: list[str]) -> dict[str, set[str]]:
    split = [row.partition(":")[::2] for row in rows]
    return {name: set(right.split()) for left, right in split for name in left.split()}


def _imports(graph: ImportGraph) -> Iterator[tuple[str, str, str]]:
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            details = graph.get_import_details(importer=importer, imported=imported)
            yield importer, imported, f"{importer}, line {details[0]['line_number']}"
