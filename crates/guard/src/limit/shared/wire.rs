//! A connection to Redis, and how one is made.

use std::io;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::cluster::ClusterClient;
use redis::cluster_async::ClusterConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError};

use super::address::{Kind, RedisAddress};
use super::courier::Courier;

/// How long making a connection may take.
const CONNECTING: Duration = Duration::from_secs(1);

/// Makes connections.
pub(super) struct Maker {
    kind: MakerKind,
    courier: Courier,
}

#[derive(Clone)]
enum MakerKind {
    Single(Box<Client>),
    Cluster(Box<ClusterClient>),
}

/// A connection that many requests use at once. Cheap to clone.
#[derive(Clone)]
pub(super) enum Wire {
    Single(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Maker {
    pub(super) fn new(address: &RedisAddress) -> Result<Self, RedisError> {
        // The client takes the process's default, and would stop the program if there were none or two to choose from.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let kind = match (address.kind, address.servers.as_slice()) {
            (Kind::Single, [server]) => Client::open(server.clone()).map(Box::new).map(MakerKind::Single),
            (_, servers) => {
                let builder =
                    ClusterClient::builder(servers.to_vec()).connection_timeout(CONNECTING).response_timeout(CONNECTING);
                builder.build().map(Box::new).map(MakerKind::Cluster)
            }
        }?;
        Ok(Self { kind, courier: Courier::start()? })
    }

    /// Makes a connection, or gives up after a while.
    pub(super) async fn connect(&self) -> Result<Wire, RedisError> {
        let kind = self.kind.clone();
        self.carry(async move { kind.connect().await }).await
    }

    /// Does `work` on the thread of the connections.
    pub(super) async fn carry<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, RedisError>> + Send + 'static,
    ) -> Result<T, RedisError> {
        let done = self.courier.carry(work).await;
        done.unwrap_or_else(|broken| Err(RedisError::from(io::Error::other(broken))))
    }
}

impl MakerKind {
    async fn connect(&self) -> Result<Wire, RedisError> {
        let connect = async {
            match self {
                Self::Single(client) => {
                    let config = AsyncConnectionConfig::new()
                        .set_connection_timeout(Some(CONNECTING))
                        .set_response_timeout(Some(CONNECTING));
                    client.get_multiplexed_async_connection_with_config(&config).await.map(Wire::Single)
                }
                Self::Cluster(client) => client.get_async_connection().await.map(Wire::Cluster),
            }
        };
        // The client of a Cluster can wait without end.
        tokio::time::timeout(CONNECTING.saturating_mul(2), connect).await.unwrap_or_else(|_| Err(too_slow()))
    }
}

impl Wire {
    pub(super) async fn ask<T: FromRedisValue>(&mut self, command: &Cmd) -> Result<T, RedisError> {
        match self {
            Self::Single(connection) => command.query_async(connection).await,
            Self::Cluster(connection) => command.query_async(connection).await,
        }
    }
}

/// What is told of an answer that did not come in time.
pub(super) fn too_slow() -> RedisError {
    RedisError::from((redis::ErrorKind::Io, "no answer in time"))
}
