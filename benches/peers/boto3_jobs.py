"""What people write without sessctl: a parallel scan with 8 threads, and conditional deletes.

    boto3_jobs.py scan ENDPOINT TABLE     prints how many items there are
    boto3_jobs.py list ENDPOINT TABLE     prints each, its payload decoded, as a line of JSON
    boto3_jobs.py purge ENDPOINT TABLE    deletes those that have expired; prints how many there were
"""

import base64
import concurrent.futures
import io
import json
import pickle
import sys
import time

import boto3
from botocore.config import Config

THREADS = 8
SAFE = {"builtins", "collections", "datetime", "decimal", "uuid"}


class Unpickler(pickle.Unpickler):
    """As fast as pickle.loads, without its doing what a payload wants."""

    def find_class(self, module, name):
        if module not in SAFE or name in ("eval", "exec", "getattr", "__import__", "open"):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def line(item):
    data = item.get("data", {})
    try:
        if "B" in data:
            content = Unpickler(io.BytesIO(data["B"])).load()
        elif data["S"].startswith("{"):
            content = json.loads(data["S"])
        else:
            content = Unpickler(io.BytesIO(base64.b64decode(data["S"]))).load()
    except Exception as error:
        content = f"cannot be read: {error}"
    shown = {name: value.get("S", value.get("N")) for name, value in item.items() if name != "data"}
    return json.dumps({**shown, "data": content}, default=str, skipkeys=True) + "\n"


def main(job, endpoint, table):
    client = boto3.client("dynamodb", endpoint_url=endpoint, config=Config(max_pool_connections=THREADS))
    cutoff = {"N": str(int(time.time()))}
    # The page size of sessctl, so that an engine has the same to do.
    asked = {"TableName": table, "TotalSegments": THREADS, "Limit": 2000}
    if job == "purge":
        asked |= {
            "FilterExpression": "#ttl < :cutoff",
            "ProjectionExpression": "#id, #ttl",
            "ExpressionAttributeNames": {"#id": "id", "#ttl": "ttl"},
            "ExpressionAttributeValues": {":cutoff": cutoff},
        }

    def delete(item):
        try:
            client.delete_item(
                TableName=table,
                Key={"id": item["id"]},
                ConditionExpression="#ttl < :cutoff",
                ExpressionAttributeNames={"#ttl": "ttl"},
                ExpressionAttributeValues={":cutoff": cutoff},
            )
        except client.exceptions.ConditionalCheckFailedException:
            pass

    def segment(number):
        items = 0
        for page in client.get_paginator("scan").paginate(**asked, Segment=number):
            items += len(page["Items"])
            if job == "list":
                sys.stdout.write("".join(map(line, page["Items"])))
            if job == "purge":
                for item in page["Items"]:
                    delete(item)
        return items

    with concurrent.futures.ThreadPoolExecutor(THREADS) as threads:
        items = sum(threads.map(segment, range(THREADS)))
    if job != "list":
        print(items)


main(*sys.argv[1:])
