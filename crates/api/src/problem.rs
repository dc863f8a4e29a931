//! A refusal as one value: made anywhere, rendered once by the problems layer.

use std::fmt;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use wufi_domain::fault::{Code, Fault, FieldFault, Kind, Param, Reason};
use wufi_flow::FlowError;
use wufi_flow::auth::AuthError;
use wufi_store::StoreError;

/// Why a request is refused.
///
/// As a response it has a status and no body: [`crate::layer::problems`] finds
/// it in the response's extensions and writes it in the caller's language.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Why.
    pub reason: Reason,
    /// The fields that are wrong, each with its own reason.
    pub errors: Vec<FieldFault>,
    /// Our limits, for the text.
    pub params: Vec<Param>,
    /// Seconds after which it is worth trying again.
    pub retry_after: Option<u32>,
    /// What went wrong inside: for the log, never for the caller.
    pub cause: Option<String>,
}

impl Problem {
    /// A refusal for one reason.
    #[must_use]
    pub const fn new(reason: Reason) -> Self {
        Self { reason, errors: Vec::new(), params: Vec::new(), retry_after: None, cause: None }
    }

    /// The refusal that an area's error asks for.
    #[must_use]
    pub fn of(fault: &impl Fault) -> Self {
        let problem = Self::new(fault.reason());
        let params = fault.params();
        match fault.path() {
            Some(path) => {
                let fault = FieldFault { path: path.into_owned(), reason: fault.reason(), params: params.clone() };
                Self { errors: vec![fault], params, ..problem }
            }
            None => Self { params, ..problem },
        }
    }

    /// Faults of a body.
    #[must_use]
    pub fn fields(errors: Vec<FieldFault>) -> Self {
        Self { errors, ..Self::new(Reason::InvalidRequest) }
    }

    /// Faults of a query.
    #[must_use]
    pub fn query(errors: Vec<FieldFault>) -> Self {
        Self { errors, ..Self::new(Reason::InvalidQuery) }
    }

    /// A fault of ours, of which the caller learns nothing.
    #[must_use]
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(Reason::InternalError).because(cause)
    }

    /// The same with one of our limits for the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: i64) -> Self {
        self.params.push(Param { name, value });
        self
    }

    /// The same with what the log should say about it.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// The same, worth trying again after `secs` seconds.
    #[must_use]
    pub const fn retry_after(mut self, secs: u32) -> Self {
        self.retry_after = Some(secs);
        self
    }

    /// What a client program is told.
    ///
    /// Faults of a body that share a code are told by it: a client that forgot
    /// a field reads `missing_field` without looking into `errors`.
    #[must_use]
    pub fn code(&self) -> Code {
        let shared = self.errors.first().map(|fault| fault.reason.code());
        match shared {
            Some(code) if self.reason == Reason::InvalidRequest => {
                if self.errors.iter().all(|fault| fault.reason.code() == code) { code } else { Code::InvalidField }
            }
            _ => self.reason.code(),
        }
    }

    /// Whether it is about who the caller is, and not about what they ask for.
    #[must_use]
    pub fn is_about_credentials(&self) -> bool {
        self.code().kind() == Kind::Unauthorized
    }

    /// The HTTP status of it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Seconds after which a busy database is worth asking again.
const BUSY_RETRY_SECS: u32 = 1;
/// Seconds after which a payment provider that did not answer is worth asking again.
const PROVIDER_RETRY_SECS: u32 = 2;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let problem = Self::of(&error).because(&error);
        match problem.reason {
            Reason::Overloaded | Reason::IdempotencyInProgress => problem.retry_after(BUSY_RETRY_SECS),
            _ => problem,
        }
    }
}

impl From<FlowError> for Problem {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Store(error) => error.into(),
            FlowError::BrakeWait { secs, .. } => Self::of(&error).because(&error).retry_after(secs),
            refusal => {
                let problem = Self::of(&refusal);
                match problem.reason {
                    Reason::PaymentProviderUnavailable => problem.because(&refusal).retry_after(PROVIDER_RETRY_SECS),
                    Reason::InternalError => problem.because(&refusal),
                    _ => problem,
                }
            }
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        let retry_after = error.retry_after();
        match error {
            AuthError::Store(error) => error.into(),
            refusal => Self { retry_after, ..Self::of(&refusal).because(&refusal) },
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(reason: Reason) -> FieldFault {
        FieldFault::new("quantity", reason)
    }

    #[test]
    fn faults_that_share_a_code_are_told_by_it() {
        let missing = Problem::fields(vec![fault(Reason::MissingField), fault(Reason::MissingField)]);
        let mixed = Problem::fields(vec![fault(Reason::MissingField), fault(Reason::TooSmall)]);
        let asked = Problem::query(vec![fault(Reason::UnknownField)]);

        assert_eq!(missing.code(), Code::MissingField);
        assert_eq!(mixed.code(), Code::InvalidField);
        assert_eq!(asked.code(), Code::InvalidQuery);
    }

    #[test]
    fn a_refusal_travels_as_a_status_without_a_body() {
        let response = Problem::new(Reason::NotFound).into_response();

        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(response.extensions().get::<Problem>().is_some());
    }
}
