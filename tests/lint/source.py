"""What the lint rules know of C: text without comments, string literals, includes, functions, statics.

A reader of shape, not a compiler: it relies on clang-format's layout, above all on the closing
brace of a function standing in the first column.
"""
import os
import re
from collections import namedtuple

Function = namedtuple("Function", "name first last")
Include = namedtuple("Include", "line quoted name")
Literal = namedtuple("Literal", "line text")

TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
INCLUDE = re.compile(r"""^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]""", re.MULTILINE)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def is_comment(token):
    return token.startswith(("//", "/*"))


def blank(token):
    return re.sub(r"[^\n]", " ", token)


def without_comments(text):
    return TOKEN.sub(lambda m: blank(m[0]) if is_comment(m[0]) else m[0], text)


def code_only(text):
    """Comments, the insides of literals and preprocessor lines blanked; positions stay."""
    def hide(match):
        token = match[0]
        return blank(token) if is_comment(token) else token[0] + " " * (len(token) - 2) + token[-1]
    text = TOKEN.sub(hide, text)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: blank(m[0]), text, flags=re.MULTILINE)


def includes(text):
    text = without_comments(text)
    return [Include(line_of(text, m.start(1)), m[1] == '"', m[2]) for m in INCLUDE.finditer(text)]


def literals(text):
    """String literals, those of #include lines left out."""
    bare = INCLUDE.sub(lambda m: blank(m[0]), without_comments(text))
    return [Literal(line_of(text, m.start()), m[0][1:-1])
            for m in TOKEN.finditer(bare) if m[0].startswith('"')]


Statement = namedtuple("Statement", "depth start text mark end")
MACRO_LINE = re.compile(r"\s*(?:[A-Z][A-Z0-9_]*\s*\([^()]*\)\s*(?=\w)|(?=\S))")


def statements(text):
    """Runs of code up to ; { or }, with the brace depth they stand at and their positions."""
    code = code_only(text)
    depth, begin, found = 0, 0, []
    for match in re.finditer(r"[;{}]", code):
        mark, end = match[0], match.start()
        chunk = code[begin:end]
        # G_DEFINE_QUARK(...) and the like stand alone on a line, without a semicolon.
        lead = MACRO_LINE.match(chunk)
        start = begin + (lead.end() if lead else 0)
        chunk = code[start:end].strip()
        if mark == "}" and (end == 0 or code[end - 1] == "\n"):
            depth = 1
        found.append(Statement(depth, start, chunk, mark, end))
        begin = match.end()
        if mark == "{" and not re.fullmatch(r'extern\s*"\s*"', chunk):
            depth += 1
        elif mark == "}":
            depth = max(depth - 1, 0)
    return found


def functions(text):
    """Function definitions with their first and last line."""
    found, opened = [], None
    for part in statements(text):
        if part.depth == 0 and part.mark == "{" and part.text.endswith(")"):
            if "=" not in part.text.split("(")[0]:
                name = re.search(r"(\w+)\s*\(", part.text)
                opened = (name[1] if name else "?", line_of(text, part.start))
        elif part.mark == "}" and part.depth <= 1 and opened:
            found.append(Function(opened[0], opened[1], line_of(text, part.end)))
            opened = None
    return found


def declares_mutable(text, at_file_scope):
    """Whether a statement makes an object that outlives its function and can be written."""
    head = text.split("=")[0]
    head = re.sub(r"__attribute__\s*\(\(.*?\)\)|\[[^\]]*\]", " ", head)
    head = re.sub(r"\(\s*(\*[^()]*)\)\s*\([^()]*\)", r" \1 ", head)
    words = re.findall(r"\w+", head)
    if len(words) < 2 or "(" in head or words[0] in ("typedef", "extern", "return"):
        return False
    if not at_file_scope and words[0] not in ("static", "_Thread_local"):
        return False
    if words[0] in ("struct", "union", "enum") and len(words) == 2 and "*" not in head:
        return False
    return not re.search(r"\bconst\b", head[head.rfind("*") + 1:])


def mutable_state(text):
    """Lines of variables with static storage that are not constant."""
    return [line_of(text, part.start) for part in statements(text)
            if (part.mark == ";" or part.mark == "{" and part.text.endswith("="))
            and declares_mutable(part.text, part.depth == 0)]


def after_parentheses(code, position):
    """The position behind the balanced parentheses that begin at or after position."""
    depth = 0
    for match in re.compile(r"[()]").finditer(code, position):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.end()
    return len(code)


def unbraced(text):
    """(line, word) of each control statement whose body is not a block."""
    code, found = code_only(text), []
    for match in re.finditer(r"\b(if|for|while|else|do)\b", code):
        end = match.end()
        if match[1] in ("if", "for", "while"):
            end = after_parentheses(code, end)
        rest = code[end:].lstrip()
        ends_do = match[1] == "while" and code[:match.start()].rstrip().endswith("}")
        braced = rest.startswith("{") or (match[1] == "else" and re.match(r"if\b", rest))
        if not braced and not (ends_do and rest.startswith(";")):
            found.append((line_of(text, match.start()), match[1]))
    return found


def counterpart_names(path):
    """Test files any of which answers for a source file, relative to the root."""
    folders, name = os.path.split(path)
    stem = "test_" + os.path.splitext(name)[0].replace("-", "_") + ".c"
    parts = folders.split("/")
    if parts[0] == "host":
        return ["/".join(["tests"] + parts[1:] + [stem]), "/".join(["tests", parts[1], stem])]
    kind = parts[1] if len(parts) > 1 else ""
    kind = "loss" if kind == "losses" else kind.rstrip("s")
    return ["tests/plugins/" + stem, "tests/plugins/test_" + kind + stem[4:],
            "/".join(["tests"] + parts + [stem])]
