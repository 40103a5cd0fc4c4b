//! `almoner serve`

use clap::Args;

use super::{Database, Outcome, failed};

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    database: Database,

    /// Address and port; port 0 takes any that is free.
    #[arg(long, env = "ALMONER_LISTEN", default_value = "127.0.0.1:3000")]
    listen: String,

    /// Where the site is reached from outside, as https://give.example: for links that leave the site.
    #[arg(long, env = "ALMONER_ORIGIN")]
    origin: Option<String>,
}

impl Serve {
    pub(super) fn run(self) -> Outcome<()> {
        let ready = crate::http::prepare(&self.database.location()?, &self.listen).map_err(failed)?;
        let ready = ready.reached_at(self.origin.as_deref());
        let address = ready.address().map_err(failed)?;
        println!("Almoner serves http://{address}/ from {}. Ctrl-C stops it.", self.database.location()?.shown());
        actix_web::rt::System::new().block_on(ready.run()).map_err(failed)
    }
}
