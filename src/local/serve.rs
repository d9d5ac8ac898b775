//! The engine behind HTTP on loopback, for programs that cannot link it.
//!
//! Whoever can reach the port can read every session, so it refuses what a web page in the developer's browser
//! could send: any request with an `Origin`, which also covers CORS preflights, and any whose `Host` is not a
//! loopback name, which is what DNS rebinding looks like. It never sends a CORS header. It does not
//! speak TLS or HTTP/2 and does not keep other users of the machine out.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, ORIGIN};
use hyper::http::uri::Authority;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::{Engine, LocalError};

/// DynamoDB takes requests of up to 16 MB.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// How long a client may take to send a request's head, and again its body; also how long it may stay idle.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How long requests in flight may take once `serve` has been told to stop.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

/// The pause after a connection that could not be accepted, mostly for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

type Answer = hyper::Response<Full<Bytes>>;

/// Serves `engine` on `listener` until `shutdown` resolves.
///
/// It then stops accepting, gives the requests in flight 2 s to end, and closes every connection.
/// `GET /` tells a health check that somebody is there.
///
/// # Errors
///
/// `listener` is not bound to a loopback address. Nothing has been served then.
pub async fn serve(
    engine: Engine,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), LocalError> {
    let address = listener.local_addr().map_err(|source| LocalError::ListenerAddress { source })?;
    if !address.ip().is_loopback() {
        return Err(LocalError::NotLoopback { address });
    }

    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(READ_TIMEOUT);
    // Dropping the sender asks every connection to end; dropping the set, if this future is, cuts them off.
    let (serving, stopping) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let engine = engine.clone();
                    let service = service_fn(move |request| respond(engine.clone(), request));
                    let connection = http.serve_connection(TokioIo::new(stream), service);
                    let mut stopping = stopping.clone();
                    connections.spawn(async move {
                        let mut connection = pin!(connection);
                        // How a connection ends is its client's business.
                        tokio::select! {
                            _ = connection.as_mut() => return,
                            _ = stopping.changed() => connection.as_mut().graceful_shutdown(),
                        }
                        let _ = connection.await;
                    });
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
        }
    }
    drop(listener);
    drop(serving);
    let _ = timeout(SHUTDOWN_GRACE, async { while connections.join_next().await.is_some() {} }).await;
    connections.shutdown().await;
    Ok(())
}

async fn respond(engine: Engine, request: Request<Incoming>) -> Result<Answer, Infallible> {
    Ok(match judge(&request) {
        Verdict::Operation(target) => operate(engine, target, request.into_body()).await,
        Verdict::HealthCheck => text(StatusCode::OK, "healthy: sessctl local\n"),
        Verdict::Forbidden(reason) => forbidden(reason),
        Verdict::NotFound => text(StatusCode::NOT_FOUND, "not found: operations are sent with POST to /\n"),
    })
}

/// What a request is, by its head alone.
enum Verdict {
    /// An operation, by its `X-Amz-Target`.
    Operation(String),
    HealthCheck,
    /// Refused, with the reason in plain ASCII.
    Forbidden(&'static str),
    NotFound,
}

fn judge<B>(request: &Request<B>) -> Verdict {
    if request.headers().contains_key(ORIGIN) {
        return Verdict::Forbidden("requests from web pages are refused");
    }
    if !is_for_loopback(request) {
        return Verdict::Forbidden("requests for a host other than localhost are refused");
    }
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/") => Verdict::HealthCheck,
        (&Method::POST, "/") => {
            // Without a target, or with one that is no text, DynamoDB knows of no operation either.
            let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
            Verdict::Operation(target.unwrap_or_default().to_owned())
        }
        _ => Verdict::NotFound,
    }
}

/// Whether the request names this machine's loopback, and nothing else, as its host.
fn is_for_loopback<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Ok(host) = Authority::try_from(host.as_bytes()) else { return false };
    is_loopback_name(host.host()) && request.uri().host().is_none_or(is_loopback_name)
}

fn is_loopback_name(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

async fn operate(engine: Engine, target: String, body: Incoming) -> Answer {
    if body.size_hint().lower() > MAX_BODY as u64 {
        return too_large();
    }
    let body = match timeout(READ_TIMEOUT, Limited::new(body, MAX_BODY).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return too_large(),
        Ok(Err(_)) => return text(StatusCode::BAD_REQUEST, "the request ended early\n"),
        Err(_) => return text(StatusCode::REQUEST_TIMEOUT, "the request took too long\n"),
    };
    let answer = engine.workers.run(target, body).await;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    respond_with(status, super::CONTENT_TYPE, answer.body)
}

/// Refuses in the form DynamoDB's clients read, so that a misconfigured one shows the reason.
fn forbidden(reason: &'static str) -> Answer {
    let body =
        format!(r#"{{"__type":"com.amazon.coral.service#AccessDeniedException","message":"{reason}"}}"#);
    respond_with(StatusCode::FORBIDDEN, super::CONTENT_TYPE, body)
}

fn too_large() -> Answer {
    text(StatusCode::PAYLOAD_TOO_LARGE, "the request is larger than 16 MiB\n")
}

fn text(status: StatusCode, body: &'static str) -> Answer {
    respond_with(status, "text/plain", body)
}

fn respond_with(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut answer = hyper::Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::time::Instant;

    use tokio::sync::oneshot;
    use tokio::task::{JoinHandle, spawn_blocking};

    use super::*;

    struct Server {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        served: JoinHandle<Result<(), LocalError>>,
    }

    impl Server {
        async fn start() -> Server {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (stop, stopped) = oneshot::channel();
            let served = tokio::spawn(serve(Engine::memory().unwrap(), listener, async {
                let _ = stopped.await;
            }));
            Server { address, stop, served }
        }

        /// Sends `request` as it is and returns what comes back until the server closes.
        async fn send(&self, request: impl Into<Vec<u8>>) -> String {
            let (address, request) = (self.address, request.into());
            spawn_blocking(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.write_all(&request).unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer
            })
            .await
            .unwrap()
        }

        async fn stop(self) -> Result<(), LocalError> {
            self.stop.send(()).unwrap();
            self.served.await.unwrap()
        }
    }

    /// A request for the list of tables with `headers`, each ending its line.
    fn list_tables(headers: &str) -> String {
        format!(
            "POST / HTTP/1.1\r\n{headers}X-Amz-Target: DynamoDB_20120810.ListTables\r\n\
             Content-Length: 2\r\nConnection: close\r\n\r\n{{}}"
        )
    }

    fn status(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap_or(answer)
    }

    #[tokio::test]
    async fn an_operation_is_answered_on_every_loopback_name() {
        let server = Server::start().await;
        for host in ["localhost", "LocalHost:8000", "127.0.0.1:1", "127.9.9.9", "[::1]", "[::1]:8000"] {
            let answer = server.send(list_tables(&format!("Host: {host}\r\n"))).await;
            assert_eq!(status(&answer), "200", "{host}: {answer}");
            assert!(answer.ends_with("\r\n\r\n{\"TableNames\":[]}"), "{answer}");
            assert!(answer.contains("content-type: application/x-amz-json-1.0\r\n"), "{answer}");
        }
        server.stop().await.unwrap();
    }

    #[tokio::test]
    async fn a_request_with_an_origin_is_refused_and_told_no_cors() {
        let server = Server::start().await;
        for origin in ["https://example.com", "null", "http://localhost:3000", ""] {
            let answer = server.send(list_tables(&format!("Host: localhost\r\nOrigin: {origin}\r\n"))).await;
            assert_eq!(status(&answer), "403", "{origin}: {answer}");
            assert!(answer.contains("AccessDeniedException"), "{answer}");
            assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
        }
        let preflight = "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.com\r\n\
             Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n";
        let answer = server.send(preflight).await;
        assert_eq!(status(&answer), "403", "{answer}");
        assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
    }

    #[tokio::test]
    async fn a_host_that_is_not_loopback_is_refused() {
        let server = Server::start().await;
        let hosts = [
            "Host: example.com\r\n",
            "Host: localhost.example.com:8000\r\n",
            "Host: 10.0.0.1\r\n",
            "Host: 0.0.0.0\r\n",
            "Host: [::]\r\n",
            "Host: \r\n",
            "Host: localhost\r\nHost: example.com\r\n",
            "",
        ];
        for host in hosts {
            let answer = server.send(list_tables(host)).await;
            assert_eq!(status(&answer), "403", "{host}: {answer}");
        }
        let absolute = list_tables("Host: localhost\r\n").replace("POST /", "POST http://example.com/");
        let answer = server.send(absolute).await;
        assert_eq!(status(&answer), "403", "{answer}");
    }

    #[tokio::test]
    async fn a_health_check_is_answered_and_nothing_else_is_found() {
        let server = Server::start().await;
        let send = |line: &str| {
            server.send(format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        };
        assert!(send("GET /").await.ends_with("\r\n\r\nhealthy: sessctl local\n"));
        assert_eq!(status(&send("GET /shell").await), "404");
        assert_eq!(status(&send("DELETE /").await), "404");
        let answer = send("POST /").await;
        assert_eq!(status(&answer), "400");
        assert!(answer.contains("UnknownOperationException"), "{answer}");
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused() {
        let server = Server::start().await;
        let announced = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n\
             Content-Length: 16777217\r\n\r\n";
        assert_eq!(status(&server.send(announced).await), "413");
        let mut chunked =
            b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n\
             Transfer-Encoding: chunked\r\n\r\n1000001\r\n"
                .to_vec();
        chunked.resize(chunked.len() + 0x0100_0001, b' ');
        assert_eq!(status(&server.send(chunked).await), "413");
    }

    #[tokio::test]
    async fn a_connection_serves_one_request_after_another() {
        let server = Server::start().await;
        let request = list_tables("Host: localhost\r\n");
        let kept = request.replace("Connection: close\r\n", "");
        let answer = server.send(format!("{kept}{kept}{request}")).await;
        assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 3, "{answer}");
    }

    #[tokio::test]
    async fn stopping_closes_idle_connections_at_once_and_stalled_ones_after_the_grace() {
        let server = Server::start().await;
        let mut idle = TcpStream::connect(server.address).unwrap();
        let begun = Instant::now();
        // The answer to a later request shows that the idle connection has been accepted.
        server.send(list_tables("Host: localhost\r\n")).await;
        let address = server.address;
        server.stop().await.unwrap();
        assert!(begun.elapsed() < SHUTDOWN_GRACE);
        assert_eq!(spawn_blocking(move || idle.read(&mut [0])).await.unwrap().unwrap(), 0);
        assert!(TcpStream::connect(address).is_err());

        let server = Server::start().await;
        let mut stalled = TcpStream::connect(server.address).unwrap();
        let request = list_tables("Host: localhost\r\n");
        stalled.write_all(&request.as_bytes()[..request.len() - 1]).unwrap();
        server.send(list_tables("Host: localhost\r\n")).await;
        let begun = Instant::now();
        server.stop().await.unwrap();
        assert!((SHUTDOWN_GRACE..SHUTDOWN_GRACE * 2).contains(&begun.elapsed()));
    }

    #[tokio::test]
    async fn an_address_others_can_reach_is_refused() {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let error = serve(Engine::memory().unwrap(), listener, async {}).await.unwrap_err();
        assert!(matches!(error, LocalError::NotLoopback { .. }), "{error:?}");
    }

    #[cfg(feature = "dynamodb")]
    #[tokio::test]
    async fn the_sdk_is_served_over_the_port() {
        use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
        use aws_sdk_dynamodb::error::ProvideErrorMetadata;

        let server = Server::start().await;
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("any", "any", None, None, "test"))
            .endpoint_url(format!("http://{}", server.address))
            .build();
        let client = aws_sdk_dynamodb::Client::from_conf(config);
        assert!(client.list_tables().send().await.unwrap().table_names().is_empty());
        let error = client.describe_table().table_name("nothing").send().await.unwrap_err();
        assert_eq!(error.code(), Some("ResourceNotFoundException"));
        server.stop().await.unwrap();
    }
}
