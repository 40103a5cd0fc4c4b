//! Compressed bodies: which one a client takes, and how they are made.

use std::io::{Read as _, Write as _};

use actix_web::HttpRequest;
use actix_web::http::header;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::problem::thousandths;

/// How a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Encoding {
    /// Its word in headers; none for what needs none.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// What the client likes best of what there is (RFC 9110, section 12.5.3); the smaller one where it likes both.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let header = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        header.map_or(Self::Plain, Self::preferred)
    }

    fn preferred(header: &str) -> Self {
        let (mut brotli, mut gzip, mut plain, mut others) = (None, None, None, None);
        for part in header.split(',') {
            let (name, rest) = part.trim().split_once(';').unwrap_or((part.trim(), "q=1"));
            let weight = rest.trim().strip_prefix("q=").map_or(1_000, thousandths);
            match name.trim().to_ascii_lowercase().as_str() {
                "br" => brotli = Some(weight),
                "gzip" | "x-gzip" => gzip = Some(weight),
                "identity" => plain = Some(weight),
                "*" => others = Some(weight),
                _ => {}
            }
        }
        let [brotli, gzip] = [brotli, gzip].map(|weight| weight.or(others).unwrap_or(0));
        // Left unsaid, a plain body is welcome, but no more than any that was named.
        if plain.unwrap_or(0) > brotli.max(gzip) || brotli.max(gzip) == 0 {
            Self::Plain
        } else if brotli >= gzip {
            Self::Brotli
        } else {
            Self::Gzip
        }
    }

    /// The body in this encoding. Pages are made anew after commits: the levels are those at which the time spent is
    /// well below that of rendering.
    #[must_use]
    pub fn encode(self, body: &[u8]) -> Vec<u8> {
        match self {
            Self::Plain => body.to_vec(),
            Self::Gzip => gzip(body).unwrap_or_default(),
            Self::Brotli => {
                let mut packed = Vec::with_capacity(body.len() / 3);
                // Reading from memory never fails.
                let _ = brotli::CompressorReader::new(body, 4_096, 4, 20).read_to_end(&mut packed);
                packed
            }
        }
    }
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::new(5));
    encoder.write_all(body)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_follows_the_weights() {
        let rows = [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Encoding::Gzip),
            ("br;q=0, gzip", Encoding::Gzip),
            ("*", Encoding::Brotli),
            ("br;q=0, *;q=0.1", Encoding::Gzip),
            ("identity, gzip;q=0.5", Encoding::Plain),
            ("identity;q=0.5, GZIP", Encoding::Gzip),
            ("gzip;q=0", Encoding::Plain),
            ("zstd", Encoding::Plain),
            ("", Encoding::Plain),
        ];
        for (header, encoding) in rows {
            assert_eq!(Encoding::preferred(header), encoding, "{header}");
        }
    }

    #[test]
    fn what_was_packed_unpacks_to_the_same() {
        let body = "每一笔捐赠的去向 Where every gift went. ".repeat(200).into_bytes();
        let mut unpacked = Vec::new();
        let packed = Encoding::Gzip.encode(&body);
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).expect("gzip");
        assert!(unpacked == body && packed.len() < body.len() / 4);
        unpacked.clear();
        let packed = Encoding::Brotli.encode(&body);
        brotli::Decompressor::new(packed.as_slice(), 4_096).read_to_end(&mut unpacked).expect("brotli");
        assert!(unpacked == body && packed.len() < body.len() / 4);
    }
}
