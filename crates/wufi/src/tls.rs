//! TLS that Wufi speaks itself: rustls over aws-lc-rs, from two PEM files.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::aws_lc_rs;
use rustls::server::ParsedCertificate;
use rustls::version::{TLS12, TLS13};
use rustls::{CertificateError, RootCertStore, ServerConfig};
use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tracing::warn;
use wufi_domain::moment::Moment;

use crate::config::TlsFiles;
use crate::readers::{self, Readers};

/// Why a TLS identity cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{path}: cannot be read: {reason}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        reason: io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {wrong}", path = path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        wrong: String,
    },
    /// The key is another certificate's.
    #[error("{key}: is not the key of the certificate in {cert}", key = files.key.display(), cert = files.cert.display())]
    Mismatched {
        /// The two files.
        files: TlsFiles,
    },
}

/// Reads the pair and makes the server's side of TLS 1.2 and 1.3 of it, for HTTP/2 and HTTP/1.1.
pub fn server_config(files: &TlsFiles) -> Result<ServerConfig, TlsError> {
    let malformed = |error: rustls::Error| TlsError::Malformed { path: files.cert.clone(), wrong: error.to_string() };
    let chain = certificates(&files.cert)?;
    let key = private_key(&files.key)?;
    if readers::of(&files.key).is_ok_and(|readers| readers == Readers::Everybody) {
        warn!("Every user of this machine may read the TLS key; give the file mode 0600");
    }

    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(malformed)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => TlsError::Mismatched { files: files.clone() },
            rustls::Error::General(wrong) => TlsError::Malformed { path: files.key.clone(), wrong },
            other => malformed(other),
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Whether a certificate may be used at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Validity {
    /// It may.
    Valid,
    /// No longer, since then.
    EndedAt(Moment),
    /// Not yet, only from then on.
    BeginsAt(Moment),
}

/// Whether the server's own certificate in `cert` may be used `at` a moment.
///
/// The verifier looks at a certificate's dates before it looks for whoever
/// signed it, so with nobody to trust it still tells the dates, and no
/// second parser of certificates is needed.
pub(crate) fn validity(cert: &Path, at: Moment) -> Result<Validity, TlsError> {
    let malformed = |error: rustls::Error| TlsError::Malformed { path: cert.to_owned(), wrong: error.to_string() };
    let chain = certificates(cert)?;
    let own = chain.first().ok_or_else(|| nothing_found(cert, "CERTIFICATE"))?;
    let own = ParsedCertificate::try_from(own).map_err(malformed)?;

    let now = UnixTime::since_unix_epoch(Duration::from_millis(u64::try_from(at.millis()).unwrap_or(0)));
    let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
    let verified = verify_server_cert_signed_by_trust_anchor(&own, &RootCertStore::empty(), &[], now, algorithms.all);
    Ok(match verified {
        Err(rustls::Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            Validity::EndedAt(moment(not_after))
        }
        Err(rustls::Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. })) => {
            Validity::BeginsAt(moment(not_before))
        }
        _ => Validity::Valid,
    })
}

fn moment(at: UnixTime) -> Moment {
    Moment::from_millis(i64::try_from(at.as_secs()).unwrap_or(i64::MAX).saturating_mul(1000))
}

/// Reads a certificate chain, the server's own first; at least one.
fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(chain) if chain.is_empty() => Err(nothing_found(path, "CERTIFICATE")),
        Ok(chain) => Ok(chain),
        Err(error) => Err(pem_error(path, "CERTIFICATE", error)),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| pem_error(path, "PRIVATE KEY", error))
}

fn pem_error(path: &Path, wanted: &str, error: pem::Error) -> TlsError {
    let path_buf = path.to_owned();
    match error {
        pem::Error::Io(reason) => TlsError::Unreadable { path: path_buf, reason },
        pem::Error::NoItemsFound => nothing_found(path, wanted),
        other => TlsError::Malformed { path: path_buf, wrong: format!("is no PEM file: {other}") },
    }
}

fn nothing_found(path: &Path, wanted: &str) -> TlsError {
    TlsError::Malformed { path: path.to_owned(), wrong: format!("holds no -----BEGIN {wanted}-----") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
    }

    fn pair(cert: &str, key: &str) -> TlsFiles {
        TlsFiles { cert: pem(cert), key: pem(key) }
    }

    fn refusal(files: &TlsFiles) -> String {
        server_config(files).unwrap_err().to_string()
    }

    #[test]
    fn a_pair_speaks_http_2_and_1() {
        let config = server_config(&pair("cert.pem", "key.pem")).unwrap();
        assert_eq!(config.alpn_protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
    }

    #[test]
    fn a_key_of_another_certificate_is_refused() {
        let refusal = refusal(&pair("cert.pem", "other_key.pem"));
        assert!(refusal.contains("other_key.pem: is not the key of the certificate in"), "{refusal}");
    }

    #[test]
    fn a_refusal_names_the_file_and_what_it_lacks() {
        assert!(refusal(&pair("missing.pem", "key.pem")).contains("missing.pem: cannot be read"));
        assert!(refusal(&pair("cert.pem", "missing.pem")).contains("missing.pem: cannot be read"));
        assert!(refusal(&pair("key.pem", "key.pem")).contains("key.pem: holds no -----BEGIN CERTIFICATE-----"));
        assert!(refusal(&pair("cert.pem", "cert.pem")).contains("cert.pem: holds no -----BEGIN PRIVATE KEY-----"));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let damaged = folder.path().join("damaged.pem");
        std::fs::write(&damaged, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();

        let refusal = refusal(&TlsFiles { cert: damaged, key: pem("key.pem") });

        assert!(refusal.contains("damaged.pem: "), "{refusal}");
    }

    #[test]
    fn a_certificate_is_valid_between_its_dates_and_tells_them() {
        let at = |text| validity(&pem("cert.pem"), Moment::parse(text).unwrap()).unwrap();

        assert_eq!(at("2030-01-01T00:00:00Z"), Validity::Valid);
        assert_eq!(at("2036-11-21T04:32:39Z"), Validity::EndedAt(Moment::parse("2036-11-21T04:32:38Z").unwrap()));
        assert_eq!(at("2026-11-24T04:32:37Z"), Validity::BeginsAt(Moment::parse("2026-11-24T04:32:38Z").unwrap()));
    }
}
