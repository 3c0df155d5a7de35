//! The program: `usher serve | work | migrate | demo | doctor | invite`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use usher::commands;
use usher::config::Settings;
use usher::inviting::spreadsheet::{CHILD_COMMAND, child_main};
use usher::memory;

/// Invite people into a workspace, seat them, and put them to work.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web application, and send its mails
    Serve {
        #[command(flatten)]
        settings: Settings,
        /// Serve pages only: mails are sent by `usher work`
        #[arg(long, env = "USHER_NO_WORKER")]
        no_worker: bool,
    },
    /// Only send mails
    Work {
        #[command(flatten)]
        settings: Settings,
    },
    /// Bring the database's schema up to date
    Migrate {
        #[command(flatten)]
        settings: Settings,
    },
    /// Try Usher: own database, made-up people, mails kept in a mailbox
    #[command(mut_args(commands::demo::argument))]
    Demo {
        #[command(flatten)]
        settings: Settings,
        /// Forget what was tried, and begin anew
        #[arg(long)]
        reset: bool,
    },
    /// Invite the people in a spreadsheet
    #[command(mut_args(commands::invite::argument), after_help = commands::invite::EXIT_CODES)]
    Invite {
        #[command(flatten)]
        settings: Settings,
        #[command(flatten)]
        order: commands::invite::Order,
    },
    /// Check database, migrations, addresses, mail server and keys
    Doctor {
        #[command(flatten)]
        settings: Settings,
    },
}

fn main() -> ExitCode {
    // Before clap: the child runs under tight limits and needs nothing else.
    if std::env::args().nth(1).as_deref() == Some(CHILD_COMMAND) {
        return child_main();
    }
    memory::give_back_what_is_free();
    let done = match Arguments::parse().command {
        Command::Serve { settings, no_worker } => commands::serve::run(settings, !no_worker),
        Command::Work { settings } => commands::work::run(settings),
        Command::Migrate { settings } => commands::migrate::run(settings),
        Command::Demo { settings, reset } => commands::demo::run(settings, reset),
        Command::Invite { settings, order } => return commands::invite::run(&settings, &order),
        Command::Doctor { settings } => return commands::doctor::run(settings),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("usher: {sentence}");
            ExitCode::FAILURE
        }
    }
}
