//! Certificates for servers on loopback, and what trusts them.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::sync::{Arc, OnceLock};

use media_clients::runtime::reqwest;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// An authority that the clients of these tests trust, and no other.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// The authority; it is made once.
pub(crate) fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "an authority of tests");
        let key = KeyPair::generate().expect("a key");
        Authority(CertifiedIssuer::self_signed(params, key).expect("a certificate"))
    })
}

impl Authority {
    /// The certificate of the authority as a file holds it.
    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// What a client trusts.
    pub(crate) fn trusted(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_der(self.0.der()).expect("a certificate")
    }

    /// A server whose certificate this authority signed.
    fn identity(&self, params: &CertificateParams) -> Arc<ServerConfig> {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        config(certificate.der().clone(), &key)
    }

    /// A server that is who it says: `localhost`.
    pub(crate) fn good(&self) -> Arc<ServerConfig> {
        self.of_host("localhost")
    }

    /// A server that is this host.
    pub(crate) fn of_host(&self, host: &str) -> Arc<ServerConfig> {
        self.identity(&params(host))
    }

    /// A server whose certificate is no longer good.
    pub(crate) fn expired(&self) -> Arc<ServerConfig> {
        let mut params = params("localhost");
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.identity(&params)
    }
}

/// A server that speaks for itself alone.
pub(crate) fn self_signed() -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key");
    let certificate = params("localhost").self_signed(&key).expect("a certificate");
    config(certificate.der().clone(), &key)
}

fn params(host: &str) -> CertificateParams {
    CertificateParams::new([host.to_owned()]).expect("a name of a host")
}

fn config(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has the versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate and its key");
    Arc::new(config)
}

/// The certificate of an authority that signed no server.
pub(crate) fn stranger() -> String {
    let key = KeyPair::generate().expect("a key");
    params("elsewhere.example").self_signed(&key).expect("a certificate").pem()
}
