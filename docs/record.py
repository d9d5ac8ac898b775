"""Records docs/demo.svg: the beginning of `sessctl demo` as a terminal shows it.

    pip install rich==14.0.0 && python3 docs/record.py target/debug/sessctl
"""

import re
import subprocess
import sys

from rich.console import Console
from rich.text import Text

LINES = 64


def main() -> None:
    run = [sys.argv[1], "--color", "always", "-q", "demo"]
    shown = subprocess.run(run, capture_output=True, check=True, text=True).stdout
    console = Console(record=True, width=118, file=open("/dev/null", "w"))
    for line in shown.strip().splitlines()[:LINES]:
        style = "bold" if line.startswith("$ ") else "dim" if line.startswith("# ") else ""
        console.print(Text.from_ansi(line, style=style), soft_wrap=False, overflow="ellipsis", no_wrap=True)
    svg = console.export_svg(title="sessctl demo")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)  # Nothing is loaded from anywhere.
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    with open("docs/demo.svg", "w") as file:
        # Some viewers drop leading spaces otherwise.
        file.write(svg.replace("<text ", '<text xml:space="preserve" '))


main()
