"""A Flask application that keeps its sessions with Flask-Session, and knows its users by Flask-Login.

DYNAMODB_ENDPOINT and TABLE say where, PORT where it listens (any port when it is 0), SESSION_TYPE how: `dynamodb`, or
`cachelib` for cachelib's DynamoDbCache. SESSION_KEY_PREFIX, SESSION_SERIALIZATION_FORMAT and SESSION_USE_SIGNER are
Flask-Session's own. Prints its address once it listens, and ends when its standard input does.
"""

import os

import boto3
import cachelib
import flask
import flask_login
import flask_session

import serving

aws = {
    "endpoint_url": os.environ["DYNAMODB_ENDPOINT"],
    "region_name": "us-east-1",
    "aws_access_key_id": "interop",
    "aws_secret_access_key": "interop",
}
app = flask.Flask(__name__)
app.secret_key = "interop"
app.config["SESSION_TYPE"] = os.environ.get("SESSION_TYPE", "dynamodb")
if app.config["SESSION_TYPE"] == "dynamodb":
    app.config["SESSION_DYNAMODB"] = boto3.resource("dynamodb", **aws)
    app.config["SESSION_DYNAMODB_TABLE"] = os.environ["TABLE"]
else:
    app.config["SESSION_CACHELIB"] = cachelib.dynamodb.DynamoDbCache(table_name=os.environ["TABLE"], **aws)
for name in ("SESSION_KEY_PREFIX", "SESSION_SERIALIZATION_FORMAT"):
    if name in os.environ:
        app.config[name] = os.environ[name]
app.config["SESSION_USE_SIGNER"] = os.environ.get("SESSION_USE_SIGNER") == "1"
flask_session.Session(app)
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


@app.get("/whoami")
def whoami():
    user = flask_login.current_user
    return flask.jsonify(user.id if user.is_authenticated else None)


@app.get("/email")
def email():
    """What an application of Authlib's does with the token that it stored."""
    return flask.jsonify(flask.session["token"]["userinfo"]["email"])


if __name__ == "__main__":
    serving.serve(app)
