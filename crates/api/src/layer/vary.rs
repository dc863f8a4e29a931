//! `Vary`: what of a request its answer depends on, said in one line and each name once.

use axum::http::HeaderMap;
use axum::http::header::{HeaderValue, VARY};

/// Says that the answer depends on these headers of the request, too (RFC 9110 §12.5.5).
pub(super) fn add(headers: &mut HeaderMap, names: &[&'static str]) {
    let said: Vec<String> = headers
        .get_all(VARY)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|name| name.trim().to_owned())
        .collect();

    let mut all: Vec<&str> = Vec::with_capacity(said.len() + names.len());
    for name in said.iter().map(String::as_str).chain(names.iter().copied()) {
        if !name.is_empty() && !all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            all.push(name);
        }
    }
    // `*` is everything already.
    let line = if all.contains(&"*") { "*".to_owned() } else { all.join(", ") };
    if let Ok(line) = HeaderValue::try_from(line) {
        headers.insert(VARY, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(said: &[&'static str], names: &[&'static str]) -> Vec<String> {
        let mut headers: HeaderMap = said.iter().map(|line| (VARY, HeaderValue::from_static(line))).collect();
        add(&mut headers, names);
        headers.get_all(VARY).iter().map(|line| line.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn each_name_stands_once_in_one_line_whoever_said_it() {
        assert_eq!(after(&[], &["Origin"]), ["Origin"]);
        assert_eq!(after(&["Accept-Language, origin"], &["Origin", "Accept"]), ["Accept-Language, origin, Accept"]);
        assert_eq!(after(&["Accept", "x-medusa-locale, accept,"], &["Origin"]), ["Accept, x-medusa-locale, Origin"]);
        assert_eq!(after(&["Accept", "*"], &["Origin"]), ["*"]);
    }
}
