"""A Flask application that keeps its sessions with flask-dynamodb-sessions, configured by the package's own names.

Prints its address once it listens, and ends when its standard input does, that is with whoever started it.
"""

import logging
import os
import sys
import threading

import flask
from flask_dynamodb_sessions import Session
from werkzeug.serving import make_server

import samples

app = flask.Flask(__name__)
for name in ("TABLE", "ENDPOINT", "REGION", "HEADER_NAME"):
    if f"SESSION_DYNAMODB_{name}" in os.environ:
        app.config[f"SESSION_DYNAMODB_{name}"] = os.environ[f"SESSION_DYNAMODB_{name}"]
if "SESSION_DYNAMODB_TTL_SECONDS" in os.environ:
    app.config["SESSION_DYNAMODB_TTL_SECONDS"] = int(os.environ["SESSION_DYNAMODB_TTL_SECONDS"])
app.config["SESSION_DYNAMODB_USE_HEADER"] = os.environ.get("SESSION_DYNAMODB_USE_HEADER") == "1"
if not hasattr(app, "session_cookie_name"):
    # Gone since Flask 2.3. The package uses it also with header transport, when it deletes a session that was cleared.
    app.session_cookie_name = app.config["SESSION_COOKIE_NAME"]
Session(app)


@app.post("/fill")
def fill():
    """Puts one value of every kind into the session."""
    flask.session.update(samples.values())
    return flask.jsonify(list(flask.session))


@app.get("/read")
def read():
    """What the session holds, in order, exactly."""
    return flask.jsonify([[key, samples.describe(value)] for key, value in flask.session.items()])


@app.post("/login")
def login():
    flask.session["username"] = flask.request.form["username"]
    flask.flash("Welcome back", "success")
    return flask.jsonify(True)


@app.post("/logout")
def logout():
    flask.session.clear()
    return flask.jsonify(True)


@app.get("/whoami")
def whoami():
    return flask.jsonify([flask.session.get("username"), flask.get_flashed_messages(with_categories=True)])


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdout = sys.stderr  # The package prints its errors.
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.serve_forever()
