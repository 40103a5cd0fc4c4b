//! What is sent, and the signature that says from whom it is (Standard Webhooks 1.0, symmetric).
//!
//! The body is `{"type", "timestamp", "data"}`. `data` is the entry as the open interface gives it, byte for byte.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use ledger::Entry;
use ledger::value::Timestamp;

/// What every type of an entry begins with: behind it stands the type of its event.
pub const ENTRY: &str = "entry.";

/// The type of a test.
pub const TEST: &str = "webhook.test";

/// The body that tells of an entry.
#[must_use]
pub fn body(entry: &Entry) -> String {
    // A type's word and a moment have nothing in them that JSON would escape.
    let event = entry.event.event_type().word();
    format!(r#"{{"type":"{ENTRY}{event}","timestamp":"{}","data":{}}}"#, entry.at, entry.to_json())
}

/// The body of a test.
#[must_use]
pub fn test_body(webhook: i64, at: Timestamp) -> String {
    format!(r#"{{"type":"{TEST}","timestamp":"{at}","data":{{"webhook":{webhook}}}}}"#)
}

/// The header `webhook-signature`: one signature a secret, with blanks between. `at_s` is what `webhook-timestamp` says.
#[must_use]
pub fn signatures(secrets: &[Vec<u8>], message: &str, at_s: i64, body: &str) -> String {
    let signed: Vec<String> = secrets.iter().map(|secret| signature(secret, message, at_s, body)).collect();
    signed.join(" ")
}

fn signature(secret: &[u8], message: &str, at_s: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("{message}.{at_s}.").as_bytes());
    context.update(body.as_bytes());
    format!("v1,{}", STANDARD.encode(context.sign()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::webhooks::secret_bytes;

    #[test]
    fn a_signature_is_that_of_the_specification() {
        // The example that libraries of Standard Webhooks are tested with. By Node alone:
        // crypto.createHmac("sha256", Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64"))
        //     .update('msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}').digest("base64")
        let secret = secret_bytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
        let (message, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
        let signed = signatures(std::slice::from_ref(&secret), message, 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let both = signatures(&[secret, vec![7; 32]], message, 1_614_265_330, body);
        assert!(both.starts_with(&format!("{signed} v1,")), "{both}");
        assert_eq!(secret_bytes("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), None);
    }

    #[test]
    fn a_test_is_json() {
        let body: serde_json::Value = serde_json::from_str(&test_body(7, Timestamp::ZERO)).expect("JSON");
        assert_eq!((&body["type"], &body["data"]["webhook"]), (&TEST.into(), &7.into()));
    }
}
