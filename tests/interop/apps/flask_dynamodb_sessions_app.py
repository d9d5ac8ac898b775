"""A Flask application that keeps its sessions with flask-dynamodb-sessions, and knows its users by Flask-Login.

DYNAMODB_ENDPOINT and TABLE say where, PORT where it listens (any port when it is 0). Prints its address once it listens,
and ends when its standard input does.
"""

import os

import flask
import flask_login
from flask_dynamodb_sessions import Session

import serving

app = flask.Flask(__name__)
app.secret_key = "interop"
app.config["SESSION_DYNAMODB_ENDPOINT"] = os.environ["DYNAMODB_ENDPOINT"]
app.config["SESSION_DYNAMODB_REGION"] = "us-east-1"
app.config["SESSION_DYNAMODB_TABLE"] = os.environ["TABLE"]
Session(app)
logins = flask_login.LoginManager(app)


class User(flask_login.UserMixin):
    def __init__(self, name):
        self.id = name


@logins.user_loader
def load_user(name):
    return User(name)


@app.post("/login")
def login():
    flask_login.login_user(User(flask.request.json["username"]))
    return flask.jsonify(True)


@app.post("/logout")
def logout():
    flask.session.clear()
    return flask.jsonify(True)


@app.get("/whoami")
def whoami():
    user = flask_login.current_user
    return flask.jsonify(user.id if user.is_authenticated else None)


if __name__ == "__main__":
    serving.serve(app)
