//! The double's sockets, which can hang up without an answer.

use std::error::Error;
use std::io;
use std::sync::mpsc::Sender;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::api::reply::HangUp;

/// Serves until it is told to stop. `_ended` goes when no socket is open any more.
pub(crate) async fn serve(
    listener: std::net::TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
    _ended: Sender<()>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // Whoever hangs up while knocking is nobody's loss.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(attend(stream, router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
            _ = stop.changed() => break,
        }
    }
    drop(listener);
    connections.shutdown().await;
    Ok(())
}

async fn attend(stream: TcpStream, router: Router) {
    // Without it, the second half of an answer would wait for the first to be acknowledged.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), request));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let Err(error) = (&mut connection).await else { return };

    if error.source().and_then(|source| source.downcast_ref()) == Some(&HangUp::Reset) {
        // Closing a socket that lingers for no time resets it.
        let _ = connection.into_parts().io.into_inner().set_zero_linger();
    }
}

async fn answer(router: Router, request: Request<Incoming>) -> Result<Response, HangUp> {
    let Ok(response) = router.oneshot(request.map(Body::new)).await;
    match response.extensions().get() {
        Some(how) => Err(*how),
        None => Ok(response),
    }
}
