//! The `sessctl` command: parses, runs, and turns the result into an exit code.

mod cli;
mod commands;
mod consent;
mod context;
mod exit;
mod interrupt;
mod output;

use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

/// Threads are worth their start only for what keeps many requests in flight.
fn runtime(cli: &cli::Cli) -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    match cli.command.threads(cores) {
        Some(threads) => Builder::new_multi_thread().worker_threads(threads).enable_all().build(),
        None => Builder::new_current_thread().enable_all().build(),
    }
}

fn main() -> ExitCode {
    let cli = match cli::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    let runtime = match runtime(&cli) {
        Ok(runtime) => runtime,
        Err(error) => return exit::report(&anyhow::anyhow!(error).context("cannot start"), &cli.globals),
    };
    let result = runtime.block_on(commands::run(&cli));
    // A prompt that was interrupted still waits for its terminal; nothing else is left.
    runtime.shutdown_background();
    match result {
        Ok(exit) => exit.into(),
        Err(error) => exit::report(&error, &cli.globals),
    }
}
