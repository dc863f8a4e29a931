//! A mail server's double: speaks enough SMTP to be believed, and can misbehave.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// What the double does at a command.
#[derive(Clone, Copy)]
pub(in crate::mail) enum Reply {
    Say(&'static str),
    Hang,
    Close,
}

/// How the double behaves: what it offers, and what it answers out of the ordinary.
///
/// The steps are `greeting`, `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `.`, `QUIT`.
#[derive(Clone, Default)]
pub(in crate::mail) struct Script {
    pub(in crate::mail) offers: &'static [&'static str],
    pub(in crate::mail) replies: &'static [(&'static str, Reply)],
    pub(in crate::mail) tls: Option<TlsAcceptor>,
    pub(in crate::mail) is_wrapped: bool,
}

/// A running double; it ends with the test.
pub(in crate::mail) struct Double {
    pub(in crate::mail) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    running: JoinSet<()>,
}

impl Double {
    pub(in crate::mail) async fn open(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let mut running = JoinSet::new();
        let record = Arc::clone(&heard);
        running.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let visit = Visit { script: script.clone(), heard: Arc::clone(&record) };
                // A client that gives up in the middle is what some tests are about.
                let _ = match &script.tls {
                    Some(tls) if script.is_wrapped => match tls.accept(stream).await {
                        Ok(stream) => visit.serve(stream, Begin::Greeting).await.map(|_| ()),
                        Err(error) => Err(error),
                    },
                    _ => visit.begin(stream).await,
                };
            }
        });
        Self { address, heard, running }
    }

    pub(in crate::mail) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Every line that clients sent, letters included.
    pub(in crate::mail) fn heard(&self) -> Vec<String> {
        assert_eq!(self.running.len(), 1);
        self.heard.lock().unwrap().clone()
    }

    /// The commands that began with `word`.
    pub(in crate::mail) fn commands(&self, word: &str) -> Vec<String> {
        self.heard().into_iter().filter(|line| line.starts_with(word)).collect()
    }

    /// The letter that came, with the dots undone that SMTP doubles.
    pub(in crate::mail) fn letter(&self) -> String {
        let heard = self.heard();
        let lines = heard.iter().skip_while(|line| *line != "DATA").skip(1).take_while(|line| *line != ".");
        lines.flat_map(|line| [line.strip_prefix('.').unwrap_or(line), "\r\n"]).collect()
    }
}

#[derive(PartialEq)]
enum Begin {
    Greeting,
    Encrypted,
}

struct Visit {
    script: Script,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Visit {
    /// Serves in the open, and goes on encrypted after `STARTTLS`.
    async fn begin(&self, stream: tokio::net::TcpStream) -> std::io::Result<()> {
        let Some(stream) = self.serve(stream, Begin::Greeting).await? else { return Ok(()) };
        let Some(tls) = &self.script.tls else { return Ok(()) };
        let stream = tls.accept(stream).await?;
        self.serve(stream, Begin::Encrypted).await.map(|_| ())
    }

    /// Answers commands; gives the stream back when it is to be encrypted.
    async fn serve<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S, begin: Begin) -> std::io::Result<Option<S>> {
        let mut stream = BufReader::new(stream);
        if begin == Begin::Greeting && !self.answer(&mut stream, "greeting", "220 double").await? {
            return Ok(None);
        }
        let mut is_letter = false;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(None);
            }
            let line = line.trim_end_matches("\r\n").to_owned();
            self.heard.lock().unwrap().push(line.clone());
            let word = line.split(' ').next().unwrap_or_default();
            if is_letter && line != "." {
                continue;
            }
            is_letter = word == "DATA" && self.reply("DATA").is_none();
            if !self.answer(&mut stream, word, &self.usual(word)).await? {
                return Ok(None);
            }
            if word == "STARTTLS" {
                return Ok(Some(stream.into_inner()));
            }
        }
    }

    fn usual(&self, word: &str) -> String {
        match word {
            "EHLO" => {
                self.script.offers.iter().flat_map(|offer| ["250-", offer, "\r\n"]).collect::<String>() + "250 SIZE 1000000"
            }
            "AUTH" => "235 fine".to_owned(),
            "DATA" => "354 go on".to_owned(),
            "QUIT" => "221 bye".to_owned(),
            _ => "250 fine".to_owned(),
        }
    }

    /// What it answers out of the ordinary at a step.
    fn reply(&self, step: &str) -> Option<Reply> {
        self.script.replies.iter().find(|(held, _)| *held == step).map(|(_, reply)| *reply)
    }

    /// Answers one step; `false` when the visit is over.
    async fn answer<S: AsyncWrite + Unpin>(&self, stream: &mut S, step: &str, usual: &str) -> std::io::Result<bool> {
        match self.reply(step) {
            Some(Reply::Hang) => std::future::pending().await,
            Some(Reply::Close) => return Ok(false),
            Some(Reply::Say(text)) => stream.write_all(format!("{text}\r\n").as_bytes()).await?,
            None => stream.write_all(format!("{usual}\r\n").as_bytes()).await?,
        }
        stream.flush().await?;
        Ok(true)
    }
}
