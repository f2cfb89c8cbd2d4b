"""Breaks one rule of a room at a time and demands that a test fails. Used by the lists of rules beside it.

    tests/mutations/LIST.py                checks that each mutation still applies to the source
    tests/mutations/LIST.py --run [NAME…]  builds the tests once with all mutations, each switched on by the variable
                                           SERINUS_MUTATION, and tests each (or those named); then restores the source

A mutation that survives is a rule without a test; of several programs the next one is run if a mutation survives one. Rules that end with a semicolon are statements, others expressions.
"""
import dataclasses
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/release"


@dataclasses.dataclass
class Program:
    """A test program, by its target: what is run of it, and with which variables."""
    target: str
    filter: str
    variables: dict = dataclasses.field(default_factory=dict)


SWITCH = """#ifndef SERINUS_MUTATION
#define SERINUS_MUTATION
#include <cstdlib>
#include <string_view>
namespace serinus {
inline bool mutated(std::string_view name) {
    const char* on = std::getenv("SERINUS_MUTATION");
    return on != nullptr && name == on;
}
}  // namespace serinus
#endif
"""


def switched(name: str, rule: str, broken: str) -> str:
    if rule.endswith(";"):
        return f'if (mutated("{name}")) {{ {broken} }} else {{ {rule} }}'
    return f'(mutated("{name}") ? ({broken}) : ({rule}))'


def check(room: pathlib.Path, mutations: list) -> int:
    bad = 0
    for name, file, rule, _ in mutations:
        count = (room / file).read_text().count(rule)
        if count != 1:
            print(f"{name}: the rule stands {count} times in {file}")
            bad += 1
    print(f"{len(mutations)} mutations, {bad} do not apply")
    return bad


def verdict_of(program: Program, name: str) -> str:
    """The first test that fails, or how the program ends."""
    try:
        tested = subprocess.run([BUILD / f"{program.target}_mutated", f"--gtest_filter={program.filter}",
                                 "--gtest_fail_fast", "--gtest_brief=1"],
                                env={**os.environ, **program.variables, "SERINUS_MUTATION": name}, capture_output=True,
                                text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "the tests do not end"
    failed = [line.split()[3] for line in tested.stdout.splitlines() if line.startswith("[  FAILED  ]")]
    return failed[0] if failed else "passes" if tested.returncode == 0 else f"exit {tested.returncode}"


def run(room: pathlib.Path, mutations: list, programs: list, names: list) -> int:
    originals = {file: (room / file).read_text() for _, file, _, _ in mutations}
    try:
        for file, source in originals.items():
            for name, of_file, rule, broken in mutations:
                if of_file == file:
                    source = source.replace(rule, switched(name, rule, broken))
            (room / file).write_text(SWITCH + source)
        subprocess.run(["ninja", "-C", BUILD, *[program.target for program in programs]], check=True)
        for program in programs:
            copy = BUILD / f"{program.target}_mutated"
            copy.write_bytes((BUILD / program.target).read_bytes())
            copy.chmod(0o755)
    finally:
        for file, source in originals.items():
            (room / file).write_text(source)
    survivors = 0
    for name in [""] + (names or [one[0] for one in mutations]):
        verdict = next((one for one in (verdict_of(program, name) for program in programs) if one != "passes"), "passes")
        print(f"{name or 'no mutation'}: {verdict}", flush=True)
        survivors += (verdict == "passes") == bool(name)
    return survivors


def main(room: str, mutations: list, programs: list) -> None:
    if sys.argv[1:2] == ["--run"]:
        sys.exit(1 if run(ROOT / room, mutations, programs, sys.argv[2:]) else 0)
    sys.exit(1 if check(ROOT / room, mutations) else 0)
