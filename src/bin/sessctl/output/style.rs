//! Color of the few words that have one.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};

/// When to color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// Colors, or does not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    enabled: bool,
}

/// How stderr is colored.
pub(crate) fn stderr(choice: ColorChoice) -> Paint {
    Paint { enabled: enabled(choice, std::io::stderr().is_terminal()) }
}

/// How stdout is colored.
pub(crate) fn stdout(choice: ColorChoice) -> Paint {
    Paint { enabled: enabled(choice, std::io::stdout().is_terminal()) }
}

fn enabled(choice: ColorChoice, is_terminal: bool) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => match (anstyle_query::no_color(), anstyle_query::clicolor_force()) {
            (true, _) => false,
            (_, true) => true,
            _ => is_terminal && anstyle_query::term_supports_color(),
        },
    }
}

impl Paint {
    pub(crate) fn is_on(self) -> bool {
        self.enabled
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.enabled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(crate) fn error(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default().bold(), text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.with(AnsiColor::Yellow.on_default().bold(), text)
    }

    pub(crate) fn hint(self, text: &str) -> String {
        self.with(AnsiColor::Cyan.on_default().bold(), text)
    }

    pub(crate) fn heading(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }
}
