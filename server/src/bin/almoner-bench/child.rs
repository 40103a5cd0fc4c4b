//! The server in a process of its own: this program, run again with the hidden verb `serve`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use server::store::Location;

use crate::Outcome;

/// A running server; it ends with this value.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn start(database: &Path) -> Outcome<Self> {
        Self::run("serve", database)
    }

    /// A server that answers everything with one file, compressed already, from memory.
    pub(crate) fn ceiling(file: &Path) -> Outcome<Self> {
        Self::run("ceiling", file)
    }

    fn run(verb: &str, file: &Path) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(verb)
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(said) = child.stdout.take() {
            BufReader::new(said).read_line(&mut line)?;
        }
        let address = line.trim().parse().map_err(|_| format!("the server did not start: {line:?}"))?;
        Ok(Self { child, address })
    }

    /// The processor time it took so far, in seconds: the system counts in hundredths.
    pub(crate) fn processor_seconds(&self) -> Outcome<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks = behind_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
    }

    /// The most memory it ever held, in MiB.
    pub(crate) fn peak_mib(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        Ok(kib.ok_or("no VmHWM")? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the child does: the same server as `almoner serve`.
pub(crate) fn serve(database: &Path) -> Outcome<()> {
    let ready = server::http::prepare(&Location::Sqlite(database.to_owned()), "127.0.0.1:0")?;
    println!("{}", ready.address()?);
    Ok(actix_web::rt::System::new().block_on(ready.run())?)
}

/// What the other child does: a server with as many workers, and nothing to do.
pub(crate) fn ceiling(file: &Path) -> Outcome<()> {
    let body = actix_web::web::Bytes::from(fs::read(file)?);
    Ok(actix_web::rt::System::new().block_on(async move {
        let server = actix_web::HttpServer::new(move || {
            let body = body.clone();
            let answer = move || {
                let mut response = actix_web::HttpResponse::Ok();
                response.content_type("text/html; charset=utf-8").insert_header(("Content-Encoding", "gzip"));
                std::future::ready(response.body(body.clone()))
            };
            actix_web::App::new().default_service(actix_web::web::to(answer))
        });
        let server = server.workers(2).bind("127.0.0.1:0")?;
        println!("{}", server.addrs().first().map(ToString::to_string).unwrap_or_default());
        server.run().await
    })?)
}
