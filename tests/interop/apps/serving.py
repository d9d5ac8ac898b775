"""What the Flask applications have in common: the values of a session set and read, and how they are served."""

import logging
import os
import pathlib
import sys
import threading

import flask
from werkzeug.serving import make_server

sys.path.append(str(pathlib.Path(__file__).parents[1]))


def serve(app):
    """Serves an application until standard input ends."""

    @app.post("/set")
    def set():
        """Puts the values of an object into the session."""
        for key, value in flask.request.json.items():
            flask.session[key] = value
        return flask.jsonify(True)

    @app.get("/get")
    def get():
        """The value of `?key=`."""
        return flask.jsonify(flask.session.get(flask.request.args["key"]))

    @app.post("/fill")
    def fill():
        """Puts the named values of `samples` into the session, those that JSON has not."""
        import samples

        values = samples.values()
        for name in flask.request.json:
            flask.session[name] = values[name]
        return flask.jsonify(True)

    @app.get("/read")
    def read():
        """What the session holds, in order, exactly."""
        import samples

        return flask.jsonify([[key, samples.describe(value)] for key, value in flask.session.items()])

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", int(os.environ.get("PORT", "0")), app, threaded=True)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.serve_forever()
