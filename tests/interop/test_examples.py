"""The commands of examples/flask/README.md, run as shown and in its order."""

import contextlib
import pathlib
import re
import shlex
import subprocess

import engines

ROOT = pathlib.Path(__file__).parents[2]
README = ROOT / "examples/flask/README.md"


def shown_commands():
    """The commands of the `console` blocks, each with what it is said to print."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def exported():
    """The variables that the text between the blocks exports."""
    words = [word for line in re.findall(r"`export ([^`]+)`", README.read_text()) for word in shlex.split(line)]
    return dict(word.split("=", 1) for word in words)


def test_the_readme_runs_as_shown(tmp_path):
    ports = {shown: str(engines.free_port()) for shown in ("8000", "5000", "5001")}
    # What a test has instead of a build of its own: the binaries and the Flask of the suite.
    built = {
        "cargo run --features web --example axum": str(pathlib.Path(engines.AXUM).resolve()),
        "cargo run --": str(pathlib.Path(engines.SESSCTL).resolve()),
        "venv/bin/python examples/flask": f"{(engines.HOME / 'flask22/bin/python').absolute()} {ROOT}/examples/flask",
    }

    def actual(text):
        for shown, meant in built.items():
            text = text.replace(shown, meant)
        return re.sub("|".join(ports), lambda shown: ports[shown[0]], text)

    env = engines.environment(**{name: actual(value) for name, value in exported().items()})
    # The engine's file is the default one, of a user who has none yet.
    env |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    log = tmp_path / "log"
    ran = 0
    with contextlib.ExitStack() as stack:
        for command, output in shown_commands():
            ran += 1
            if "pip install" in command:
                # The suite has installed these: `test_the_requirements_are_those_of_the_suite`.
                continue
            serves = re.search(r"PORT=(\d+)|--port (\d+)", command)
            if serves:
                run = f"cd {tmp_path}; exec env {actual(command)}"
                child = stack.enter_context(engines.process("bash", "-c", run, log=log, env=env))
                engines.await_answer(f"http://127.0.0.1:{ports[serves[1] or serves[2]]}/nothing", child, log)
                continue
            run = subprocess.run(
                ["bash", "-c", actual(command)], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
            )
            assert run.returncode == 0, (command, run.stderr)
            if output:
                assert run.stdout.splitlines() == output, command
    assert ran >= 11


def test_the_requirements_are_those_of_the_suite():
    def pins(file):
        return {line for line in file.read_text().splitlines() if line and not line.startswith("#")}

    example = pins(ROOT / "examples/flask/requirements.txt")
    assert example and example <= pins(ROOT / "tests/interop/requirements/flask22.txt")
