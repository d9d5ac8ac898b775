"""The same application as examples/axum.rs, in Python: both on one table, each with the other's sessions."""

import json
import os
import uuid

from flask import Flask, jsonify, session
from flask_dynamodb_sessions import Session

app = Flask(__name__)


def truth(text):
    return text.lower() in ("1", "true", "t", "yes", "y", "on")


# Every setting of the package and of Flask's session cookie, from the environment.
SETTINGS = {
    "SESSION_DYNAMODB_TABLE": str,
    "SESSION_DYNAMODB_ENDPOINT": str,
    "SESSION_DYNAMODB_REGION": str,
    "SESSION_DYNAMODB_TTL_SECONDS": int,
    "SESSION_DYNAMODB_CONSISTENT_READ": truth,
    "SESSION_DYNAMODB_USE_HEADER": truth,
    "SESSION_DYNAMODB_HEADER_NAME": str,
    "SESSION_COOKIE_NAME": str,
    "SESSION_COOKIE_DOMAIN": str,
    "SESSION_COOKIE_PATH": str,
    "SESSION_COOKIE_SECURE": truth,
    "SESSION_COOKIE_HTTPONLY": truth,
    "PERMANENT_SESSION_LIFETIME": int,
}
for name, kind in SETTINGS.items():
    text = os.environ.get(name) or os.environ.get(f"FLASK_{name}")
    if text:
        app.config[name] = kind(text)
if not hasattr(app, "session_cookie_name"):
    # The package reads it, and Flask has it no more since 2.3.
    app.session_cookie_name = app.config["SESSION_COOKIE_NAME"]
Session(app)


@app.get("/set/<key>/<value>")
def set_value(key, value):
    """Sets a value; one that is JSON is that value, and anything else a string."""
    try:
        session[key] = json.loads(value)
    except ValueError:
        session[key] = value
    return jsonify(session[key])


@app.get("/get/<key>")
def get_value(key):
    return jsonify(session.get(key))


@app.get("/login/<name>")
def login(name):
    session["username"] = name
    return jsonify(username=name)


@app.get("/whoami")
def whoami():
    return jsonify(username=session.get("username"))


@app.get("/logout")
def logout():
    session.clear()
    return jsonify(username=None)


@app.get("/regenerate")
def regenerate():
    """Keeps the values under a new id. The package has no such thing: this is its interface, by hand."""
    app.session_interface.delete_session(session.sid)
    session.sid = str(uuid.uuid4())
    session.modified = True
    return jsonify(True)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "5000")), threaded=True)
