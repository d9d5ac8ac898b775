"""A Flask application that keeps its sessions with dynamodb-session-flask.

DYNAMODB_ENDPOINT and TABLE say where, PORT where it listens (any port when it is 0). Prints its address once it listens,
and ends when its standard input does.
"""

import os

import flask
from dynamodb_session_flask import DynamoDbSession

import serving

app = flask.Flask(__name__)
app.config["SESSION_DYNAMODB_ENDPOINT_URL"] = os.environ["DYNAMODB_ENDPOINT"]
app.config["SESSION_DYNAMODB_TABLE_NAME"] = os.environ["TABLE"]
# There is no TLS here.
app.config["SESSION_DYNAMODB_OVERRIDE_COOKIE_SECURE"] = False
app.session_interface = DynamoDbSession()


@app.post("/login")
def login():
    flask.session["username"] = flask.request.json["username"]
    return flask.jsonify(True)


@app.get("/whoami")
def whoami():
    return flask.jsonify(flask.session.get("username"))


if __name__ == "__main__":
    serving.serve(app)
