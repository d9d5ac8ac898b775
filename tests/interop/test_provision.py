"""`sessctl init-table` on every engine: what each keeps, several at once, killed and run again; and what it emits."""

import json
import os
import pathlib
import random
import subprocess
import time

import pytest

import engines
from conftest import run_sessctl

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

# Names and tags that mean something to a shell, to HCL or to YAML.
TAGS = {
    "team": "shop",
    "quotes": "it's \"so\"",
    "shell": "$(id) `id` $HOME ; exit 1",
    "template": "${x} %{if x} $${y} {{z}}",
    "lines": "two\nlines\r\n\ttab",
    "yaml": "- no: &a *b # c",
    "slash \\": "\\n \\u0041 \\",
    "ünï 🦀": "",
}

EVERYTHING = (
    ["--max-read-units", 1000, "--max-write-units", 500, "--point-in-time-recovery=7", "--deletion-protection"]
    + ["--kms-key", KEY, "--table-class", "standard-infrequent-access", "--ttl-attribute", "ttl"]
    + [f"--tag={key}={value}" for key, value in TAGS.items()]
)

# What a table is found without that was created with everything.
NOT_KEPT = {
    "embedded": {"point-in-time-recovery"},
    "moto": {"max-read-units", "max-write-units", "table-class"},
    "dynalite": {
        "max-read-units",
        "max-write-units",
        "table-class",
        "kms-key",
        "deletion-protection",
        "ttl",
        "point-in-time-recovery",
    },
    "endpoint": None,
}


def differing(report):
    return {difference["setting"] for difference in report["differences"]}


@pytest.fixture
def missing_table(missing_table):
    """A table that can be removed afterwards, though it refuses."""
    yield missing_table
    try:
        missing_table.engine.boto.update_table(TableName=missing_table.name, DeletionProtectionEnabled=False)
    except Exception:
        pass  # There is no table, or no protection.


def not_kept(engine):
    kept = NOT_KEPT[engine.name]
    if kept is None:
        pytest.skip("what an endpoint of one's own keeps is not known")
    return kept


def test_every_setting_is_created_and_what_is_not_kept_is_named(missing_table):
    lost = not_kept(missing_table.engine)
    created = missing_table.sessctl("init-table", "-o", "json", *EVERYTHING, code=1)
    assert set(created.json["left_out"]) == lost
    for setting in lost:
        assert f"`{setting}`" in created.err.splitlines()[-2]
    report = missing_table.sessctl("init-table", "--check", "-o", "json", *EVERYTHING, code=5).json
    assert differing(report) == lost
    # Without what this engine does not keep there is no drift.
    if "tag" not in lost:
        assert missing_table.sessctl("describe", "-o", "json").json["tags"] == TAGS


def without_ttl(engine):
    """An engine that describes TTL and cannot turn it on always differs in it."""
    return ["--no-ttl"] if "ttl" in engine.missing else []


def test_settings_are_changed_one_by_one(missing_table):
    lost = not_kept(missing_table.engine)
    missing_table.sessctl("init-table")
    common = without_ttl(missing_table.engine)
    for setting, args in {
        "deletion-protection": ["--deletion-protection"],
        "tag": ["--tag", "team=shop"],
        "point-in-time-recovery": ["--point-in-time-recovery=3"],
        "billing": ["--billing", "provisioned", "--read-capacity", 5, "--write-capacity", 6],
    }.items():
        args = [*args, *common]
        report = missing_table.sessctl("init-table", "--check", "-o", "json", *args, code=5).json
        assert differing(report) == {setting}
        missing_table.sessctl("init-table", *args, code=1 if setting in lost else 0)
        missing_table.sessctl("init-table", *args, "--check", code=5 if setting in lost else 0)


def test_an_engine_that_lacks_what_nobody_named_is_no_failure(missing_table):
    common = without_ttl(missing_table.engine)
    missing_table.sessctl("init-table")
    missing_table.sessctl("init-table", *common, "--check")
    off = ["--no-point-in-time-recovery", "--no-deletion-protection"]
    missing_table.sessctl("init-table", *common, *off, "--check")


def test_an_engine_that_lacks_what_was_named_is_a_failure_that_names_it(missing_table):
    if not {"point-in-time-recovery", "ttl"} & not_kept(missing_table.engine):
        pytest.skip("this engine has it all")
    failed = missing_table.sessctl("init-table", "--point-in-time-recovery", "--ttl-attribute", "ttl", code=1)
    assert "warning: `point-in-time-recovery` is left out: the engine does not have it" in failed.err
    assert failed.err.splitlines()[-2].startswith("error: ") and "is ready, but without" in failed.err


WISHED = ["init-table", "--billing", "provisioned", "--read-capacity", "5", "--write-capacity", "6", "--tag", "team=shop"]


def begin(table):
    command = [engines.SESSCTL, "--endpoint-url", table.engine.url, "--table", table.name, *WISHED]
    return subprocess.Popen(command, env=engines.environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


def test_several_at_once_make_one_table(missing_table):
    running = [begin(missing_table) for _ in range(3)]
    for child in running:
        said = child.communicate(timeout=90)[1].decode()
        assert child.returncode == 0, said
    missing_table.sessctl(*WISHED, *without_ttl(missing_table.engine), "--check")


def test_killed_at_any_point_and_run_again(missing_table):
    chance = random.Random(4)
    for _ in range(8):
        child = begin(missing_table)
        time.sleep(chance.uniform(0, 0.06))
        child.kill()
        child.communicate(timeout=90)
        missing_table.sessctl(*WISHED)
        missing_table.sessctl(*WISHED, *without_ttl(missing_table.engine), "--check")
        missing_table.drop()


def test_the_aws_cli_script_makes_the_table(missing_table, tmp_path):
    engine = missing_table.engine
    engine.need("ttl")
    lost = not_kept(engine)
    # The script stops at the first call that fails, which this engine's backups would.
    asked = [arg for arg in EVERYTHING if engine.name == "moto" or "recovery" not in str(arg)]
    lost = lost - ({"point-in-time-recovery"} if engine.name != "moto" else set())
    script = run_sessctl("--table", missing_table.name, "init-table", "--emit", "aws-cli", *asked).out
    file = tmp_path / "create.sh"
    file.write_text(script)
    variables = engines.environment(AWS_ENDPOINT_URL_DYNAMODB=engine.url, AWS_PAGER="")
    variables["PATH"] = f"{engines.HOME / 'awscli/bin'}:{variables['PATH']}"
    done = subprocess.run(["sh", file], env=variables, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    report = missing_table.sessctl("init-table", "--check", "-o", "json", *asked, code=5 if lost else 0).json
    assert differing(report) == lost
    assert missing_table.sessctl("describe", "-o", "json").json["tags"] == TAGS


def moto_python(code, *args):
    """Runs code where cfn-lint and PyYAML are."""
    python = engines.HOME / "moto/bin/python"
    if not python.exists():
        pytest.skip("moto's packages are not installed")
    done = subprocess.run([python, "-c", code, *map(str, args)], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


SPECS = {
    "default": [],
    "everything": EVERYTHING,
    "provisioned": ["--billing", "provisioned", "--read-capacity", 5, "--write-capacity", 6, "--no-ttl"],
    "off": ["--no-point-in-time-recovery", "--no-deletion-protection", "--kms-key", "aws-owned"],
    "another layout": ["--layout", "tower-sessions-dynamodb-store", "--table-class", "standard"],
}


@pytest.mark.parametrize("spec", SPECS)
def test_cfn_lint_finds_nothing_in_the_template(spec, tmp_path):
    template = tmp_path / "sessions.yaml"
    template.write_text(run_sessctl("init-table", "--emit", "cloudformation", *SPECS[spec]).out)
    lint = engines.HOME / "moto/bin/cfn-lint"
    if not lint.exists():
        pytest.skip("cfn-lint is not installed")
    done = subprocess.run([lint, "--regions", "us-east-1", "--", template], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    code = "import sys, json, cfnlint.decode as d; print(json.dumps(d.decode(sys.argv[1])[0]))"
    properties = json.loads(moto_python(code, template))["Resources"]["SessionTable"]["Properties"]
    if spec == "everything":
        assert {tag["Key"]: tag["Value"] for tag in properties["Tags"]} == TAGS
        assert properties["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] == 7


@pytest.mark.parametrize("role", ["application", "operator", "provisioner"])
def test_policies_are_json_for_one_table(role):
    policy = run_sessctl("-t", "shop", "init-table", "--emit", "iam-policy", "--role", role, "--kms-key", KEY).json
    table, key = policy["Statement"]
    assert table["Resource"] == "arn:aws:dynamodb:*:*:table/shop" and key["Resource"] == KEY
    assert all(action.startswith("dynamodb:") and "*" not in action for action in table["Action"])


def test_the_pipelines_are_yaml_whose_commands_the_exercise_finds():
    folder = pathlib.Path(__file__).parents[2] / "examples/ci"
    code = "import sys, json, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1])), default=str))"
    github = json.loads(moto_python(code, folder / "github-actions.yml"))
    steps = [step.get("run", "") for job in github["jobs"].values() for step in job["steps"]]
    gitlab = json.loads(moto_python(code, folder / "gitlab-ci.yml"))
    scripts = [line for job in gitlab.values() for line in job.get("script", [])]
    for commands in (steps, scripts):
        assert len([command for command in commands if command.startswith("sessctl ")]) == 3
    done = subprocess.run([folder / "exercise.sh", os.path.abspath(engines.SESSCTL)], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
