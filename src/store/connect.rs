//! Sets the SDK up once a run: region, credentials, endpoint, timeouts, retries and the HTTP client.
//!
//! It reads neither flags nor the `SESSION_*` environment: the caller resolved them. What every AWS SDK reads
//! (`AWS_*`, the shared files) is read by the SDK itself.

use std::{net::IpAddr, time::Duration};

use aws_config::{
    BehaviorVersion, Region,
    default_provider::credentials::DefaultCredentialsChain,
    environment::region::EnvironmentVariableRegionProvider,
    imds,
    meta::{credentials::CredentialsProviderChain, region::ProvideRegion},
    profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider},
    provider_config::ProviderConfig,
    retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_sdk_dynamodb::Client;
use aws_smithy_http_client::{
    Builder, Connector,
    proxy::ProxyConfig,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::{Place, Store, Target};
use crate::layout::Layout;

/// Where the table is and how it is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the table.
    pub table: String,
    /// How its items are laid out.
    pub layout: Layout,
    /// Region; `None` for what the SDK finds in the environment or the profile.
    pub region: Option<String>,
    /// Profile of the shared files; `None` for the SDK's choice.
    pub profile: Option<String>,
    /// Endpoint instead of the region's own.
    pub endpoint_url: Option<String>,
    /// Certificates in PEM to trust instead of the system's.
    pub ca_bundle: Option<Vec<u8>>,
    /// The embedded engine: its HTTP client, and what to call it in messages.
    pub embedded: Option<(SharedHttpClient, String)>,
    /// Whether reads are strongly consistent.
    pub consistent_read: bool,
}

/// Why no connection can be set up. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Neither flags, nor the environment, nor the profile name a region.
    #[error("no AWS region is configured")]
    NoRegion,
    /// The endpoint is no URL.
    #[error("endpoint `{0}` is not a URL such as http://127.0.0.1:8000")]
    Endpoint(String),
    /// There is no certificate in the bundle.
    #[error("the CA bundle holds no certificate in PEM")]
    CaBundleEmpty,
    /// A certificate cannot be used.
    #[error("the CA bundle holds a certificate that cannot be used")]
    CaBundle(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What an engine that checks no credentials is given: it wants some.
const PLACEHOLDER: &str = "local";

/// Region of requests to an engine that is in none.
const LOCAL_REGION: &str = "us-east-1";

/// Sets a store up. Sends nothing.
///
/// # Errors
/// When something is missing or unusable; see [`ConnectError`].
pub async fn connect(settings: Settings) -> Result<Store, ConnectError> {
    let host = settings.endpoint_url.as_deref().map(host_of).transpose()?;
    let loopback = settings.embedded.is_some() || host.as_deref().is_some_and(is_loopback);
    let region = find_region(&settings, loopback).await.ok_or(ConnectError::NoRegion)?;

    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(region.clone())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(200)))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(1))
                .read_timeout(Duration::from_secs(5))
                .operation_attempt_timeout(Duration::from_secs(15))
                .operation_timeout(Duration::from_secs(30))
                .build(),
        );
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    let tls = settings.ca_bundle.as_deref().map(tls_with).transpose()?;
    loader = loader.http_client(https_client(tls));
    loader = if settings.embedded.is_some() {
        loader.credentials_provider(placeholder_credentials())
    } else {
        loader.credentials_provider(credentials(&settings, region.clone(), loopback).await)
    };
    let shared = loader.load().await;

    let mut config = aws_sdk_dynamodb::config::Builder::from(&shared);
    let mut place = Place::Region(region.to_string());
    if let Some((client, name)) = settings.embedded {
        // The host only has to be a valid one: no socket is opened.
        config = config.http_client(client).endpoint_url("http://127.0.0.1");
        place = Place::Embedded(name);
    } else if let Some(url) = settings.endpoint_url {
        if url.starts_with("http://") {
            config = config.http_client(Builder::new().build_http());
        }
        config = config.endpoint_url(&url);
        place = Place::Endpoint(url);
    }
    let target = Target { table: settings.table, place };
    Ok(Store::new(Client::from_conf(config.build()), target, settings.layout, settings.consistent_read))
}

/// Flags, environment, profile. Not the instance metadata service: off EC2 asking it costs seconds, and the AWS CLI
/// does not ask it either.
async fn find_region(settings: &Settings, loopback: bool) -> Option<Region> {
    let named = settings.region.clone().map(Region::new);
    if named.is_some() {
        return named;
    }
    if settings.embedded.is_some() {
        return Some(Region::new(LOCAL_REGION));
    }
    let mut profile = ProfileFileRegionProvider::builder();
    if let Some(name) = &settings.profile {
        profile = profile.profile_name(name);
    }
    // A variable that is set to nothing names no region.
    let not_empty = |region: &Region| !region.as_ref().is_empty();
    let mut found = EnvironmentVariableRegionProvider::new().region().await.filter(not_empty);
    if found.is_none() {
        found = profile.build().region().await.filter(not_empty);
    }
    found.or_else(|| loopback.then(|| Region::new(LOCAL_REGION)))
}

async fn credentials(settings: &Settings, region: Region, loopback: bool) -> SharedCredentialsProvider {
    if loopback {
        let mut profile = ProfileFileCredentialsProvider::builder();
        if let Some(name) = &settings.profile {
            profile = profile.profile_name(name);
        }
        let chain = CredentialsProviderChain::first_try(
            "Environment",
            aws_config::environment::credentials::EnvironmentVariableCredentialsProvider::new(),
        )
        .or_else("Profile", profile.build())
        .or_else("Loopback", placeholder_credentials());
        return SharedCredentialsProvider::new(chain);
    }
    // Off EC2 nothing answers at the metadata service's address: one short attempt tells.
    let provider_config = ProviderConfig::default().with_region(Some(region.clone()));
    let metadata = imds::Client::builder()
        .configure(&provider_config)
        .max_attempts(1)
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(Duration::from_secs(1))
        .build();
    let mut chain = DefaultCredentialsChain::builder().region(region).imds_client(metadata);
    if let Some(name) = &settings.profile {
        chain = chain.profile_name(name);
    }
    SharedCredentialsProvider::new(chain.build().await)
}

fn placeholder_credentials() -> Credentials {
    Credentials::new(PLACEHOLDER, PLACEHOLDER, None, None, "placeholder")
}

fn tls_with(pem: &[u8]) -> Result<TlsContext, ConnectError> {
    // The client takes certificates for granted and would panic on the first connection.
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| ConnectError::CaBundle(Box::new(error)))?;
        roots.add(certificate).map_err(|error| ConnectError::CaBundle(Box::new(error)))?;
    }
    if roots.is_empty() {
        return Err(ConnectError::CaBundleEmpty);
    }
    let trust = TrustStore::empty().with_pem_certificate(pem);
    TlsContext::builder()
        .with_trust_store(trust)
        .build()
        .map_err(|error| ConnectError::CaBundle(Box::new(error)))
}

/// Trusts the system's certificates unless told otherwise. They are loaded with the first request: the SDK's own
/// client would load them at once, which takes longer than a whole request to a local engine, and for `http://`
/// nothing ever needs them.
fn https_client(tls: Option<TlsContext>) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, _| {
        let mut connector = Connector::builder()
            .proxy_config(ProxyConfig::from_env())
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(tls.clone().unwrap_or_default());
        connector.set_connector_settings(settings.cloned());
        connector.build()
    })
}

/// The host of an `http` or `https` URL.
fn host_of(url: &str) -> Result<String, ConnectError> {
    let invalid = || ConnectError::Endpoint(url.to_owned());
    let parsed: http::Uri = url.parse().map_err(|_| invalid())?;
    match (parsed.scheme_str(), parsed.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(host.to_owned()),
        _ => Err(invalid()),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_from_other_hosts() {
        for url in ["http://127.0.0.1:8000", "http://localhost", "https://[::1]:1/", "http://127.9.9.9"] {
            assert!(is_loopback(&host_of(url).unwrap()), "{url}");
        }
        for url in
            ["http://127.0.0.1.example.com", "https://10.0.0.1", "http://dynamodb.us-east-1.amazonaws.com"]
        {
            assert!(!is_loopback(&host_of(url).unwrap()), "{url}");
        }
        for url in ["", "127.0.0.1:8000", "ftp://localhost", "http://"] {
            assert!(host_of(url).is_err(), "{url}");
        }
    }
}
