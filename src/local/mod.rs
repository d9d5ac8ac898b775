//! The embedded DynamoDB engine.
