"""Headers of abi/ alone, the template and the fixed layout under every compiler: TAP.

    headers.py ABI_FOLDER

A compiler that is not installed is a visible skip.
"""
import os
import shutil
import subprocess
import sys
import tempfile

STANDARDS = (("c", ("c99", "c11", "c17"), ("gcc", "clang")),
             ("c++", ("c++11", "c++17"), ("g++", "clang++")))
FLAGS = ["-Wall", "-Wextra", "-Wpadded", "-pedantic", "-Werror", "-fPIC", "-O1"]


def sources(abi, folder):
    """Name and path of each translation unit: one per header, two includes of all, the template."""
    headers = ["gyrus.h", "services.h", "sugar.h"]
    headers += [os.path.join("check", name) for name in sorted(os.listdir(os.path.join(abi, "check")))]
    for header in headers:
        path = os.path.join(folder, header.replace(os.sep, "_") + ".c")
        with open(path, "w", encoding="utf-8") as file:
            file.write('#include "%s"\n#include "%s"\n' % (header, header))
            file.write("int gy_test_unit(void);\nint gy_test_unit(void)\n{\n    return 0;\n}\n")
        yield header, path
    yield "template", os.path.join(abi, "template", "scale_by.c")


def compile_one(compiler, language, standard, abi, path):
    command = [compiler, "-x", language, "-std=" + standard] + FLAGS
    command += ["-I", abi, "-c", path, "-o", os.devnull]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")


def main(abi):
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        units = list(sources(abi, folder))
        for language, standards, compilers in STANDARDS:
            for compiler in compilers:
                if not shutil.which(compiler):
                    number += 1
                    print("ok %d - %s # SKIP %s is not installed" % (number, compiler, compiler))
                    continue
                for standard in standards:
                    for name, path in units:
                        done = compile_one(compiler, language, standard, abi, path)
                        number += 1
                        print("%sok %d - %s, %s, %s" % ("not " if done.returncode else "", number,
                                                        compiler, standard, name))
                        for line in done.stdout.splitlines() if done.returncode else ():
                            print("# " + line)
    print("1..%d" % number)


if __name__ == "__main__":
    main(sys.argv[1])
