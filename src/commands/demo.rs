use crate::config::Settings;

/// Serves a made-up workspace on this machine.
pub fn run(_settings: Settings, _reset: bool) -> Result<(), String> {
    Err("not built yet".to_owned())
}
