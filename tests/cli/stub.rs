//! A DynamoDB on loopback whose answers a test decides: the embedded engine's, or what no engine here gives.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use sessctl::local::Engine;

/// A status and a body.
pub(crate) type Answer = (u16, String);

/// Decides an answer, or leaves it to the engine.
type Handler = Box<dyn FnMut(&str, &str, &Engine) -> Option<Answer> + Send>;

/// Serves until the test process ends.
pub(crate) struct Stub {
    /// What `--endpoint-url` takes.
    pub(crate) url: String,
    /// The tables behind it.
    pub(crate) engine: Engine,
    operations: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    /// Starts; the handler gets the operation, the body and the engine.
    pub(crate) fn start(handler: impl FnMut(&str, &str, &Engine) -> Option<Answer> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let engine = Engine::memory().unwrap();
        let operations = Arc::new(Mutex::new(Vec::new()));
        let handler: Arc<Mutex<Handler>> = Arc::new(Mutex::new(Box::new(handler)));
        let (served, log) = (engine.clone(), operations.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (engine, handler, log) = (served.clone(), handler.clone(), log.clone());
                thread::spawn(move || serve(&stream, &engine, &handler, &log));
            }
        });
        Self { url, engine, operations }
    }

    /// The operations that were asked for so far, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.operations.lock().unwrap().clone()
    }

    /// Those that change something.
    pub(crate) fn changes(&self) -> Vec<String> {
        let mut operations = self.operations();
        operations.retain(|operation| !operation.starts_with("Describe") && !operation.starts_with("List"));
        operations
    }
}

/// One request a connection. A client that is gone is no matter.
fn serve(stream: &TcpStream, engine: &Engine, handler: &Mutex<Handler>, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    let (mut operation, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line == "\r\n" {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "x-amz-target" => value.clone_into(&mut operation),
            "content-length" => length = value.parse().unwrap(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let body = String::from_utf8(body).unwrap();
    let name = operation.rsplit('.').next().unwrap_or_default();
    log.lock().unwrap().push(name.to_owned());
    let decided = handler.lock().unwrap()(name, &body, engine);
    let (status, text) = decided.unwrap_or_else(|| call(engine, name, &body));
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    let mut stream = stream;
    drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(text.as_bytes())));
}

/// What the engine answers.
pub(crate) fn call(engine: &Engine, operation: &str, body: &str) -> Answer {
    let answer = engine.call(&format!("DynamoDB_20120810.{operation}"), body.as_bytes());
    (answer.status, String::from_utf8(answer.body).unwrap())
}

/// An error as DynamoDB sends it (API reference, "Handling errors").
pub(crate) fn error(code: &str, message: &str) -> Answer {
    let body =
        serde_json::json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": message});
    (400, body.to_string())
}

/// An answer that is fine.
pub(crate) fn fine(body: &serde_json::Value) -> Answer {
    (200, body.to_string())
}
