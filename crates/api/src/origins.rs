//! Which web pages may call: exact origins, a list for each part of the API (contract §2, OWASP ASVS 3.4.2).

/// The origins whose pages may call, as browsers write them (`https://wufi.ee`); none by default.
///
/// They are compared byte by byte: whatever is only similar (another port or
/// scheme, a neighbouring host, `null`) is somebody else's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// Pages that may call `/store`.
    pub store: Vec<String>,
    /// Pages that may call `/admin`.
    pub admin: Vec<String>,
    /// Pages that may call `/auth`.
    pub auth: Vec<String>,
}

impl Origins {
    /// Whether a page of `origin` may call a part of the API.
    #[must_use]
    pub fn allow(&self, area: Area, origin: &[u8]) -> bool {
        let list = match area {
            Area::Store => &self.store,
            Area::Admin => &self.admin,
            Area::Auth => &self.auth,
        };
        list.iter().any(|listed| listed.as_bytes() == origin)
    }
}

/// A part of the API that has a list of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// `/store`, with `/store/auth`.
    Store,
    /// `/admin`.
    Admin,
    /// `/auth`.
    Auth,
}

impl Area {
    /// The part that a path belongs to; none for what is for everybody, such as pictures.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        match path.strip_prefix('/')?.split('/').next()? {
            "store" => Some(Self::Store),
            "admin" => Some(Self::Admin),
            "auth" => Some(Self::Auth),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Origins {
        Origins {
            store: vec!["https://wufi.ee".into(), "http://localhost:8000".into()],
            admin: vec!["https://a.ee".into()],
            auth: vec![],
        }
    }

    fn allowed(area: Area, origin: &[u8]) -> bool {
        origins().allow(area, origin)
    }

    #[test]
    fn a_path_belongs_to_the_part_that_its_first_step_names() {
        assert_eq!(Area::of("/store"), Some(Area::Store));
        assert_eq!(Area::of("/store/auth/sessions"), Some(Area::Store));
        assert_eq!(Area::of("/auth/customer/emailpass"), Some(Area::Auth));
        assert_eq!(Area::of("/admin/users/me"), Some(Area::Admin));
        for other in ["", "/", "*", "/stores", "/Store", "/health", "/static/store/x", "//store", "store/carts"] {
            assert_eq!(Area::of(other), None, "{other}");
        }
    }

    #[test]
    fn each_part_has_its_own_list() {
        assert!(allowed(Area::Store, b"https://wufi.ee") && allowed(Area::Store, b"http://localhost:8000"));
        assert!(allowed(Area::Admin, b"https://a.ee"));
        assert!(!allowed(Area::Admin, b"https://wufi.ee") && !allowed(Area::Auth, b"https://wufi.ee"));
        assert!(!allowed(Area::Store, b"https://a.ee"));
    }

    #[test]
    fn what_is_only_similar_is_somebody_elses() {
        for other in [
            "null",
            "*",
            "",
            "https://wufi.ee.evil.com",
            "https://evilwufi.ee",
            "https://wufi.ee:444",
            "https://wufi.ee:443",
            "http://wufi.ee",
            "https://WUFI.ee",
            "HTTPS://wufi.ee",
            "https://wufi.ee.",
            "https://wufi.ee/",
            "https://wufi.ee/x",
            "https://www.wufi.ee",
            "https://wufi.e",
            "https://wüfi.ee",
            "https://xn--wfi-goa.ee",
            "https://wufı.ee",
            "https://wufi.ee https://evil.com",
            "https://wufi.ee,https://evil.com",
            "https://evil.com#https://wufi.ee",
            "https://wufi.ee@evil.com",
            "http://localhost",
            "http://localhost:80000",
            "http://127.0.0.1:8000",
            "wufi.ee",
        ] {
            assert!(!allowed(Area::Store, other.as_bytes()), "{other}");
        }
        assert!(!allowed(Area::Store, b"https://wufi.ee\xff"));
    }
}
