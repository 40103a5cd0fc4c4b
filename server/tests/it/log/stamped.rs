//! Checkpoints that an authority of time stamps.

use std::path::Path;
use std::process::{Command, Stdio};

use super::*;
use crate::world::OPENING;

fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// An authority of our own: OpenSSL behind a socket. Answers until the process ends.
fn authority(folder: PathBuf) -> Option<u16> {
    use std::io::{Read as _, Write as _};
    let config = "[tsa]\ndefault_tsa = c\n[c]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
        digests = sha256\ness_cert_id_alg = sha256\n";
    std::fs::write(folder.join("tsa.cnf"), config).expect("written");
    std::fs::write(folder.join("serial"), "01\n").expect("written");
    let subject = ["-subj", "/CN=Test authority", "-addext", "extendedKeyUsage=critical,timeStamping"];
    let new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", "tsa.key", "-out", "tsa.pem"];
    if !openssl(&folder, &[new.as_slice(), subject.as_slice()].concat()) {
        println!("skipped: openssl is not installed, or too old");
        return None;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let (mut read, mut part) = (Vec::new(), [0; 4_096]);
            let body = loop {
                let count = stream.read(&mut part).expect("a request");
                read.extend_from_slice(&part[..count]);
                let text = String::from_utf8_lossy(&read).to_lowercase();
                let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
                let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
                let length: usize = length.expect("a length").parse().expect("a number");
                if read.len() >= end + 4 + length {
                    break read[end + 4..].to_vec();
                }
            };
            std::fs::write(folder.join("query.tsq"), body).expect("written");
            let reply = [
                "ts",
                "-reply",
                "-config",
                "tsa.cnf",
                "-queryfile",
                "query.tsq",
                "-signer",
                "tsa.pem",
                "-inkey",
                "tsa.key",
            ];
            assert!(openssl(&folder, &[reply.as_slice(), &["-out", "reply.tsr"]].concat()), "openssl ts");
            let reply = std::fs::read(folder.join("reply.tsr")).expect("a reply");
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", reply.len());
            let _ = stream.write_all(&[head.as_bytes(), &reply].concat());
        }
    });
    Some(port)
}

#[test]
fn checkpoints_are_time_stamped_by_an_authority_that_is_known() {
    use base64::Engine as _;
    let world = World::opened();
    let Some(port) = authority(world.file("")) else { return };
    let pem = std::fs::read(world.file("tsa.pem")).expect("a certificate");
    let url = format!("http://127.0.0.1:{port}/tsa");
    let known = server::log::stamps::Authority::new(&url, &pem, Duration::from_secs(1)).expect("an authority");
    let settings = Settings { authorities: vec![known.clone()], ..world.settings(None) };
    let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
    let server = Running::start_as(&world.location, world.writer(), dress);
    let stamps = until("a time stamp", || {
        Some(text(&server, &format!("/log/checkpoint/{OPENING}/stamps"))).filter(|all| !all.is_empty())
    });
    let token = stamps.trim().rsplit(' ').next().expect("a token");
    let token = base64::engine::general_purpose::STANDARD.decode(token).expect("base64");
    let note = text(&server, "/log/checkpoint");
    let at = server::log::stamps::verify(&token, &note, &known.certificate).expect("stamped");
    let now = u64::try_from(chrono::Utc::now().timestamp()).expect("after 1970");
    assert!(now.abs_diff(at) < 300, "{at}");
    assert!(text(&server, "/log").contains(&url));
    let other = server::log::stamps::verify(&token, &note.replace("give", "take"), &known.certificate);
    assert_eq!(other, Err(server::log::stamps::StampFault::OtherNote));
    for at in [token.len() - 3, token.len() - 200] {
        let mut forged = token.clone();
        forged[at] ^= 1;
        assert!(server::log::stamps::verify(&forged, &note, &known.certificate).is_err(), "{at}");
    }
    std::fs::write(world.file("policy"), text(&server, "/log/policy")).expect("a policy");
    let verify = |what: &str, certificate: &str| {
        let stamp = format!("{url}={certificate}");
        world.almoner(&["verify", &server.url(what), "--policy", "policy", "--time-stamp", &stamp])
    };
    let folder = world.file("other");
    std::fs::create_dir(&folder).expect("a folder");
    authority(folder.clone()).expect("another authority");
    let other = std::fs::read(folder.join("tsa.pem")).expect("a certificate");
    let other = server::log::stamps::Authority::new(&url, &other, Duration::from_secs(1)).expect("an authority");
    assert!(server::log::stamps::verify(&token, &note, &other.certificate).is_err());
    for what in ["/log/checkpoint".to_owned(), format!("/log/checkpoint/{OPENING}"), "/log".to_owned()] {
        let ran = verify(&what, "tsa.pem").well();
        assert!(ran.out.contains(&format!("{url} stamped this checkpoint at 20")), "{ran:?}");
        let ran = verify(&what, "other/tsa.pem");
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains("not by that authority"), "{ran:?}");
        let stamp = format!("{url}=other/tsa.pem");
        let (address, known) = (server.url(&what), ["--policy", "policy", "--time-stamp", &stamp]);
        let ran = world.almoner_in_chinese(&[["verify", address.as_str()].as_slice(), &known].concat());
        assert!(ran.out.contains("并非出自该机构：") && !ran.out.contains("signed by"), "{ran:?}");
    }
    let ran = world.almoner(&["verify", &server.url("/log"), "--policy", "policy", "--time-stamp", "x=tsa.pem"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.out.contains("No time stamp of x"), "{ran:?}");
}
