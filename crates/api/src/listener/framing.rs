//! Where HTTP/1 requests begin and end, read beside hyper and more strictly than it (RFC 9112, OWASP ASVS 4.2.1).
//!
//! hyper takes lines that end with a bare line feed, and of a length beside chunks it
//! keeps no trace. A proxy before us that reads such a request differently would see
//! another one begin in it. Here nothing is parsed for its meaning: only lines, and the
//! two headers that say where a body ends. What is in the least unclear is told, with
//! everything after it on that connection.

/// How much of a line is looked at: more than the two headers have when they are clear.
const LOOK: usize = 64;

/// What is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The line of a request, before which empty lines are passed over.
    Request,
    /// The headers.
    Headers,
    /// A body of known length: the bytes that are left.
    Body(u64),
    /// The line before a chunk.
    ChunkSize,
    /// A chunk: the bytes that are left.
    Chunk(u64),
    /// The line end after a chunk.
    ChunkEnd,
    /// What follows the last chunk.
    Trailers,
    /// Nothing any more: it is unclear where anything begins.
    Lost,
}

/// Reads along on one connection.
#[derive(Debug)]
pub(super) struct Framing {
    state: State,
    /// The beginning of the line so far, without its end.
    line: [u8; LOOK],
    /// How long the line is so far, with its carriage return.
    length: usize,
    /// Whether the last byte was a carriage return.
    after_return: bool,
    /// How many heads have ended.
    heads: usize,
    lengths: Claims<u64>,
    encodings: Claims<()>,
}

/// What the headers of one name say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claims<T> {
    None,
    One(T),
    Unclear,
}

impl<T> Claims<T> {
    fn add(&mut self, claim: Option<T>) {
        *self = match (&self, claim) {
            (Self::None, Some(claim)) => Self::One(claim),
            _ => Self::Unclear,
        };
    }
}

impl Framing {
    /// At the beginning of a connection.
    pub(super) const fn new() -> Self {
        Self {
            state: State::Request,
            line: [0; LOOK],
            length: 0,
            after_return: false,
            heads: 0,
            lengths: Claims::None,
            encodings: Claims::None,
        }
    }

    /// Reads on; the first request that is unclear, counted from 0, as soon as there is one.
    pub(super) fn read(&mut self, mut bytes: &[u8]) -> Option<usize> {
        while let Some((first, rest)) = bytes.split_first() {
            bytes = match self.state {
                State::Lost => break,
                State::Body(left) => self.pass(bytes, left, State::Body, State::Request),
                State::Chunk(left) => self.pass(bytes, left, State::Chunk, State::ChunkEnd),
                _ => {
                    self.read_byte(*first);
                    rest
                }
            };
        }
        // What is unclear outside of a head makes the next one so.
        (self.state == State::Lost).then_some(self.heads)
    }

    /// Passes over data: as much as there is of it, and as much as is left.
    fn pass<'b>(&mut self, bytes: &'b [u8], left: u64, same: fn(u64) -> State, after: State) -> &'b [u8] {
        let here = u64::try_from(bytes.len()).unwrap_or(u64::MAX).min(left);
        self.state = if here == left { after } else { same(left - here) };
        bytes.get(usize::try_from(here).unwrap_or(usize::MAX)..).unwrap_or_default()
    }

    fn read_byte(&mut self, byte: u8) {
        match (byte, self.after_return) {
            (b'\n', true) => {
                let line = self.line;
                let is_whole = self.length <= LOOK + 1;
                let line = line.get(..(self.length - 1).min(LOOK)).unwrap_or_default();
                (self.length, self.after_return) = (0, false);
                self.state = self.after(line, is_whole);
            }
            // A line feed by itself, or a carriage return within a line.
            (b'\n', false) | (_, true) => self.state = State::Lost,
            _ => {
                if let Some(place) = self.line.get_mut(self.length) {
                    *place = byte;
                }
                self.length = self.length.saturating_add(1);
                self.after_return = byte == b'\r';
            }
        }
    }

    /// What comes after a line.
    fn after(&mut self, line: &[u8], is_whole: bool) -> State {
        match self.state {
            State::Request | State::Trailers if line.is_empty() => State::Request,
            State::Request => {
                (self.lengths, self.encodings) = (Claims::None, Claims::None);
                State::Headers
            }
            State::Headers if line.is_empty() => self.after_head(),
            State::Headers => self.after_header(line, is_whole),
            State::ChunkSize => match size(line).filter(|_| is_whole) {
                Some(0) => State::Trailers,
                Some(size) => State::Chunk(size),
                None => State::Lost,
            },
            State::ChunkEnd if line.is_empty() => State::ChunkSize,
            State::Trailers => State::Trailers,
            State::ChunkEnd | State::Body(_) | State::Chunk(_) | State::Lost => State::Lost,
        }
    }

    fn after_header(&mut self, line: &[u8], is_whole: bool) -> State {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            // A name that is longer than is looked at is none of the two.
            return if is_whole { State::Lost } else { State::Headers };
        };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        // A name with a space after it, or a line that goes on with the one before (RFC 9112 §5.1, §5.2).
        if name.is_empty() || name.iter().any(u8::is_ascii_whitespace) {
            return State::Lost;
        }
        if name.eq_ignore_ascii_case(b"content-length") {
            self.lengths.add(length(value).filter(|_| is_whole));
        }
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.encodings.add((is_whole && value.eq_ignore_ascii_case(b"chunked")).then_some(()));
        }
        State::Headers
    }

    fn after_head(&mut self) -> State {
        let state = match (self.lengths, self.encodings) {
            (Claims::None | Claims::One(0), Claims::None) => State::Request,
            (Claims::One(length), Claims::None) => State::Body(length),
            (Claims::None, Claims::One(())) => State::ChunkSize,
            _ => return State::Lost,
        };
        self.heads += 1;
        state
    }
}

/// A length: digits, and no more of them than fit.
fn length(value: &[u8]) -> Option<u64> {
    let is_digits = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    str::from_utf8(value).ok().filter(|_| is_digits)?.parse().ok()
}

/// The size of a chunk: hexadecimal digits, and perhaps an extension, which nobody reads.
fn size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|byte| *byte == b';').next()?;
    let is_hex = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    u64::from_str_radix(str::from_utf8(digits).ok().filter(|_| is_hex)?, 16).ok()
}

#[cfg(test)]
mod tests;
