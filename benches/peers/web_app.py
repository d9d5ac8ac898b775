"""The application of benches/peers/web, in Flask: a request reads its session, counts a visit and writes it."""

import os

from flask import Flask, jsonify, session
from flask_dynamodb_sessions import Session

app = Flask(__name__)
app.config["SESSION_DYNAMODB_ENDPOINT"] = os.environ["ENDPOINT"]
app.config["SESSION_DYNAMODB_REGION"] = "us-east-1"
Session(app)


@app.get("/")
def visit():
    visits = session.get("visits", 0) + 1
    if visits == 1:
        session["username"] = "ada"
        session["roles"] = ["customer", "editor"]
        session["csrf_token"] = "IjU2YzE4ZmYyMGQ2NzM0ZTg3YzQyM2Q2MmJkN2E1ZjI0YzU0YjE0ZDIi.aSQ0uA.dJ7fWnsXKvC0mXn6D1nVbV2G8uY"
    session["visits"] = visits
    return jsonify(visits)
