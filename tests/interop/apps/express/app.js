// An Express application that keeps its sessions with connect-dynamodb.
//
// DYNAMODB_ENDPOINT and TABLE say where, PORT where it listens (any port when it is 0), KEY_PREFIX what stands before the
// ids. Prints its address once it listens, and ends when its standard input does.
"use strict";

const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const express = require("express");
const session = require("express-session");
const DynamoDBStore = require("connect-dynamodb")(session);

const client = new DynamoDBClient({
  endpoint: process.env.DYNAMODB_ENDPOINT,
  region: "us-east-1",
  credentials: { accessKeyId: "interop", secretAccessKey: "interop" },
});
const app = express();
app.use(express.json());
app.use(
  session({
    store: new DynamoDBStore({ client, table: process.env.TABLE, prefix: process.env.KEY_PREFIX }),
    secret: "interop",
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: Number(process.env.LIFETIME_MS || 14 * 86400 * 1000) },
  }),
);

/** Puts the values of an object into the session. */
app.post("/set", (request, response) => {
  Object.assign(request.session, request.body);
  response.json(true);
});

/** The value of `?key=`. */
app.get("/get", (request, response) => {
  response.json(request.session[request.query.key] ?? null);
});

app.post("/login", (request, response) => {
  request.session.username = request.body.username;
  response.json(true);
});

app.get("/whoami", (request, response) => {
  response.json(request.session.username ?? null);
});

const server = app.listen(Number(process.env.PORT || 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
process.stdin.resume().on("end", () => process.exit(0));
