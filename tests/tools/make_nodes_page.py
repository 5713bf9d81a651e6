#!/usr/bin/python3
"""Writes docs/nodes.md, a page of every node, from the nodes' own texts.

usage: make_nodes_page.py [--check] [--gyrus PATH]

--check writes nothing and ends with 1 when the page is not what the texts say.
"""
import argparse
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "nodes.md"
HEAD = """# Nodes

What every node takes, gives and does. This page is made from the nodes' own texts by
`tests/tools/make_nodes_page.py`; `gyrus inspect NODE` shows the same in a terminal.
"""


def ask(gyrus, *words):
    """The output of a gyrus command, with the plugins of its own build only."""
    env = {k: v for k, v in os.environ.items() if k != "GYRUS_PLUGIN_PATH"}
    done = subprocess.run([str(gyrus), *words], capture_output=True, text=True, check=True, env=env)
    return done.stdout


def page(gyrus):
    rows = [line.split(maxsplit=1) for line in ask(gyrus, "list").splitlines() if line.strip()]
    if not rows:
        raise SystemExit(f"{gyrus} lists no nodes")
    rows.sort()
    table = ["| node | |", "|---|---|"]
    table += [f"| [{name}](#{name.replace('.', '')}) | {rest} |" for name, rest in rows]
    parts = [HEAD, "\n".join(table) + "\n"]
    parts += [ask(gyrus, "inspect", name, "--markdown").strip() + "\n" for name, _ in rows]
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--gyrus", type=pathlib.Path, default=ROOT / "build" / "gyrus")
    words = parser.parse_args()
    text = page(words.gyrus.resolve())
    if not words.check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/nodes.md is stale: run tests/tools/make_nodes_page.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
