"""`sessctl init-table` makes the table that the Python package expects, as boto3 sees it."""


def describe(table):
    return table.engine.boto.describe_table(TableName=table.name)["Table"]


def time_to_live(table):
    return table.engine.boto.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]


def test_a_new_table_has_the_key_the_package_expects(missing_table):
    missing_table.sessctl("init-table")
    table = describe(missing_table)
    assert table["TableStatus"] == "ACTIVE"
    assert table["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert table["AttributeDefinitions"] == [{"AttributeName": "id", "AttributeType": "S"}]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_a_new_table_expires_sessions_by_ttl(missing_table):
    missing_table.engine.need("ttl")
    missing_table.sessctl("init-table")
    ttl = time_to_live(missing_table)
    assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "ttl")


def test_running_it_again_changes_nothing(missing_table):
    missing_table.engine.need("ttl")
    missing_table.sessctl("init-table")
    before = describe(missing_table)
    again = missing_table.sessctl("init-table")
    assert "No changes" in again.out + again.err
    after = describe(missing_table)
    assert (after["CreationDateTime"], after["TableStatus"]) == (before["CreationDateTime"], "ACTIVE")
    assert missing_table.sessctl("init-table", "-o", "json").json["result"] == "unchanged"


def test_check_tells_what_is_missing_and_changes_nothing(missing_table):
    report = missing_table.sessctl("init-table", "--check", "-o", "json", code=5).json
    assert report["result"] == "differs"
    assert missing_table.name not in missing_table.engine.boto.list_tables()["TableNames"]
    missing_table.sessctl("init-table", "--no-ttl")
    missing_table.sessctl("init-table", "--check", "--no-ttl")


def test_an_engine_without_ttl_still_gets_its_table(missing_table):
    created = missing_table.sessctl("init-table")
    assert ("no TTL" in created.err) == ("ttl" in missing_table.engine.missing)
    assert describe(missing_table)["TableStatus"] == "ACTIVE"


def test_check_finds_ttl_that_is_off(missing_table):
    missing_table.engine.need("ttl")
    missing_table.sessctl("init-table", "--no-ttl")
    report = missing_table.sessctl("init-table", "--check", "-o", "json", code=5).json
    assert [difference["setting"] for difference in report["differences"]] == ["ttl"]
    missing_table.sessctl("init-table")
    missing_table.sessctl("init-table", "--check")
    assert time_to_live(missing_table)["TimeToLiveStatus"] == "ENABLED"


def test_dry_run_creates_nothing(missing_table):
    missing_table.sessctl("init-table", "--dry-run")
    assert missing_table.name not in missing_table.engine.boto.list_tables()["TableNames"]


def test_provisioned_capacity_is_what_was_asked_for(missing_table):
    provisioned = ("--no-ttl", "--billing", "provisioned", "--read-capacity", 7, "--write-capacity", 3)
    missing_table.sessctl("init-table", *provisioned)
    throughput = describe(missing_table)["ProvisionedThroughput"]
    assert (throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]) == (7, 3)
    missing_table.sessctl("init-table", *provisioned, "--check")
    missing_table.sessctl("init-table", "--no-ttl", "--billing", "on-demand", "--check", code=5)


def test_a_table_with_another_key_is_refused(missing_table):
    boto = missing_table.engine.boto
    boto.create_table(
        TableName=missing_table.name,
        KeySchema=[{"AttributeName": "sid", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "sid", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    boto.get_waiter("table_exists").wait(TableName=missing_table.name, WaiterConfig={"Delay": 1})
    refused = missing_table.sessctl("init-table", code=1)
    assert "sid" in refused.err
    missing_table.sessctl("init-table", "--check", code=5)
    assert describe(missing_table)["KeySchema"] == [{"AttributeName": "sid", "KeyType": "HASH"}]


def test_describe_shows_the_table(table):
    shown = table.sessctl("describe", "-o", "json").json
    assert shown["table"] == table.name
    assert shown["status"] == "ACTIVE"
    assert shown["key"] == [{"name": "id", "type": "S", "role": "HASH"}]
    assert shown["billing"]["mode"] == "on-demand"
