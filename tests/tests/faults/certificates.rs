//! Servers that cannot prove who they are.

use std::sync::{Arc, OnceLock};

use media_clients::runtime::reqwest;
use media_clients_tests::faults::Act;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::call::{Call, Kind};
use crate::case::Case;
use crate::scene::Scene;

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

    /// A server that is who it says.
    pub(crate) fn good(&self) -> Arc<ServerConfig> {
        self.identity(&params("localhost"))
    }

    fn expired(&self) -> Arc<ServerConfig> {
        let mut params = params("localhost");
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.identity(&params)
    }

    fn of_another_host(&self) -> Arc<ServerConfig> {
        self.identity(&params("elsewhere.example"))
    }
}

fn self_signed() -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key");
    let certificate = params("localhost").self_signed(&key).expect("a certificate");
    config(certificate.der().clone(), &key)
}

fn params(host: &str) -> CertificateParams {
    CertificateParams::new([host.to_owned()]).expect("a name of a host")
}

fn config(
    certificate: tokio_rustls::rustls::pki_types::CertificateDer<'static>,
    key: &KeyPair,
) -> Arc<ServerConfig> {
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

/// The server speaks TLS as `localhost`.
pub(crate) fn secured(scene: &mut Scene, config: Arc<ServerConfig>) {
    scene.server.secure(config);
    scene.base_url = Some(format!("https://localhost:{}", scene.server.port()));
}

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange).mend(|scene| scene.server.secure(authority().good()))
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("a good certificate", Call::Get, |scene| secured(scene, authority().good()))
            .succeeds("1 GET"),
        case("a certificate of nobody's making", Call::Get, |scene| secured(scene, self_signed()))
            .fails(Kind::Connect, 1, "none"),
        case("a certificate of nobody's making", Call::Create, |scene| {
            secured(scene, self_signed());
        })
        .fails(Kind::Connect, 1, "none"),
        case("an expired certificate", Call::Get, |scene| secured(scene, authority().expired()))
            .fails(Kind::Connect, 1, "none"),
        case("a certificate of another host", Call::Get, |scene| {
            secured(scene, authority().of_another_host());
        })
        .fails(Kind::Connect, 1, "none"),
        case("no TLS where TLS is expected", Call::Get, |scene| {
            scene.base_url = Some(format!("https://localhost:{}", scene.server.port()));
            let answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
            scene.server.always(Act::write(answer).and_silence().when_accepted());
        })
        .mend(|scene| {
            scene.server.behave();
            scene.server.secure(authority().good());
        })
        .fails(Kind::Connect, 3, "none"),
    ]
}
