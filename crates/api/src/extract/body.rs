//! Bodies: one reading, no guessing. That they say they are JSON was seen before, by the content layer.

use std::error::Error;

use axum::extract::{FromRequest, Request};
use axum::http::Extensions;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError};
use wufi_domain::fault::Reason;

use super::faults::{Faults, Place};
use super::fields::{Fields, Shape, read_shape};
use super::json;
use super::node::Node;
use super::readers::{Reader, one_or_many, shape};
use crate::layer::sizes::BodyLimit;
use crate::layer::times::TooSlow;
use crate::problem::Problem;

/// A JSON body as a `T`; all faults are refused at once. An empty body is `{}`.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

/// A JSON body that is one `T` or a list of them, as Medusa's shipping methods come.
#[derive(Clone, Debug)]
pub struct Bodies<T>(pub Vec<T>);

/// The most things that one body may list.
const MAX_BODIES: usize = 20;

/// For routes that take no body: none came, or `{}`.
#[derive(Clone, Copy, Debug)]
pub struct NoBody;

/// The bytes of a body as they came, for signatures over them.
#[derive(Clone, Debug)]
pub struct Raw(pub Bytes);

impl<S: Sync, T: Shape> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read(&collect(request).await?).map(Self)
    }
}

impl<S: Sync, T: Shape> FromRequest<S> for Bodies<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read_one_or_many(&collect(request).await?).map(Self)
    }
}

impl<S: Sync> FromRequest<S> for NoBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Body::<Nothing>::from_request(request, state).await.map(|_| Self)
    }
}

impl<S: Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        collect(request).await.map(Self)
    }
}

/// The shape of an empty object.
#[derive(Clone, Copy, Debug)]
struct Nothing;

impl Shape for Nothing {
    fn read(_: &mut Fields<'_>) -> Option<Self> {
        Some(Self)
    }
}

/// Reads a `T` from the bytes of a body.
pub fn read<T: Shape>(bytes: &[u8]) -> Result<T, Problem> {
    read_node(&json::parse(bytes)?, |node, faults| read_shape(node, &Place::ROOT, faults))
}

/// Reads one `T`, whose faults are told by their own names, or a list of them; a list of none asks for nothing.
fn read_one_or_many<T: Shape>(bytes: &[u8]) -> Result<Vec<T>, Problem> {
    read_node(&json::parse(bytes)?, |node, faults| {
        let read = one_or_many(shape::<T>(), MAX_BODIES).read(node, &Place::ROOT, faults)?;
        if read.is_empty() { faults.refuse(&Place::ROOT, Reason::Empty) } else { Some(read) }
    })
}

fn read_node<T>(node: &Node, read: impl FnOnce(&Node, &mut Faults) -> Option<T>) -> Result<T, Problem> {
    let mut faults = Faults::default();
    match read(node, &mut faults) {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(Problem::fields(faults.into_vec())),
    }
}

/// Reads a body to its end, within the size and the time that the layers set.
async fn collect(request: Request) -> Result<Bytes, Problem> {
    let (parts, body) = request.into_parts();
    collected(&parts.extensions, body).await
}

/// The same of a request that was taken apart.
pub(crate) async fn collected(extensions: &Extensions, body: axum::body::Body) -> Result<Bytes, Problem> {
    let limit = extensions.get().copied().unwrap_or(BodyLimit::DEFAULT);
    match body.collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if is_caused_by::<LengthLimitError>(&error) => Err(limit.refusal()),
        Err(error) if is_caused_by::<TooSlow>(&error) => Err(Problem::new(Reason::RequestTimeout)),
        // The connection broke or the chunks do not add up: nobody is likely to read this.
        Err(error) => Err(Problem::new(Reason::InvalidJson).because(error)),
    }
}

fn is_caused_by<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    error.is::<E>() || error.source().is_some_and(is_caused_by::<E>)
}

#[cfg(test)]
mod tests {
    use wufi_domain::fault::Code;

    use super::super::readers::whole;
    use super::*;

    struct Counted(i64);

    impl Shape for Counted {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            fields.required("count", whole(0, 9)).map(Self)
        }
    }

    async fn count(body: &'static str) -> Result<i64, Code> {
        let request = Request::new(axum::body::Body::from(body));
        Body::<Counted>::from_request(request, &()).await.map(|Body(counted)| counted.0).map_err(|problem| problem.code())
    }

    #[test]
    fn one_and_many_are_told_by_their_own_names_and_none_is_refused() {
        let told = |body: &str| match read_one_or_many::<Counted>(body.as_bytes()) {
            Ok(read) => read.iter().map(|counted| counted.0.to_string()).collect(),
            Err(problem) => problem.errors.into_iter().map(|fault| fault.path).collect::<Vec<_>>(),
        };

        assert_eq!(told(r#"{"count":1}"#), ["1"]);
        assert_eq!(told(r#"[{"count":1},{"count":2}]"#), ["1", "2"]);
        assert_eq!(told(r#"{"count":10}"#), ["count"]);
        assert_eq!(told(r#"[{"count":1},{"count":10}]"#), ["[1].count"]);
        assert_eq!(told("[]"), [""]);
    }

    #[tokio::test]
    async fn an_empty_body_is_an_empty_object() {
        assert_eq!(count("").await, Err(Code::MissingField));
        assert_eq!(count(r#"{"count":1}"#).await, Ok(1));
    }

    #[tokio::test]
    async fn a_route_without_a_body_takes_nothing_or_an_empty_object() {
        let without = async |body: &'static str| {
            let request = Request::new(axum::body::Body::from(body));
            NoBody::from_request(request, &()).await.map(|_| ()).map_err(|problem| problem.code())
        };

        assert_eq!(without("").await, Ok(()));
        assert_eq!(without("{}").await, Ok(()));
        assert_eq!(without(r#"{"x":1}"#).await, Err(Code::UnknownField));
        assert_eq!(without("[]").await, Err(Code::InvalidField));
    }
}
