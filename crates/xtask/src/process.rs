//! Child processes: run one and wait, keep one running, stop all of them together.

use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use crate::tools;

static STOPPING: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// From here on Ctrl-C ends every child; the commands that wait for them then unwind and tidy up.
pub fn stop_on_ctrl_c() -> Result<()> {
    ctrlc::set_handler(|| {
        STOPPING.store(true, Ordering::SeqCst);
        for child in running().iter() {
            signal(*child, Signal::SIGTERM);
        }
    })
    .context("listening for Ctrl-C")
}

pub fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

fn running() -> MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Signals a child and all that it started: each child leads a process group.
fn signal(child: u32, signal: Signal) {
    if let Ok(group) = i32::try_from(child) {
        // A group that is already gone needs no signal.
        let _ = killpg(Pid::from_raw(group), signal);
    }
}

/// The workspace's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A command run from the workspace's folder, with the project's tools first on PATH.
///
/// What the outer cargo tells xtask about itself is removed: build scripts that watch those variables
/// would otherwise run again whenever cargo is called from elsewhere.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", tools::path()).stdin(Stdio::null()).process_group(0);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let inner = text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || ["CARGO", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"]
                .contains(&&*text);
        if inner {
            command.env_remove(name);
        }
    }
    command
}

fn spawn(command: &mut Command) -> Result<Child> {
    // The lock is held while starting, so that Ctrl-C either prevents the child or finds it.
    let mut running = running();
    if stopping() {
        bail!("stopped");
    }
    let child = command.spawn().with_context(|| format!("starting {}", name(command)))?;
    running.push(child.id());
    Ok(child)
}

fn wait(child: &mut Child) -> Result<ExitStatus> {
    let status = child.wait().context("waiting for a command")?;
    running().retain(|id| *id != child.id());
    if stopping() {
        bail!("stopped");
    }
    Ok(status)
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let first = command.get_args().next().map(|arg| arg.to_string_lossy().into_owned());
    first.map_or(name.clone(), |arg| format!("{name} {arg}"))
}

/// Runs a command to its end; whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let mut child = spawn(command)?;
    Ok(wait(&mut child)?.success())
}

/// Runs a command to its end; an error when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    if !succeeds(command)? {
        bail!("`{}` failed", name(command));
    }
    Ok(())
}

/// Runs a command quietly; what it printed, and whether it succeeded.
pub fn capture(command: &mut Command) -> Result<(bool, String)> {
    let mut child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
    let mut text = String::new();
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut text).context("reading a command's output")?;
    }
    Ok((wait(&mut child)?.success(), text))
}

/// Runs a command, shows what it prints and also hands it back, to read counts from.
pub fn tee(command: &mut Command) -> Result<(bool, String)> {
    let mut child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let text = std::thread::scope(|scope| {
        let err = scope.spawn(move || err.map(echo).unwrap_or_default());
        let out = out.map(echo).unwrap_or_default();
        out + &err.join().unwrap_or_default()
    });
    Ok((wait(&mut child)?.success(), text))
}

fn echo(stream: impl Read) -> String {
    let mut text = String::new();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A child that keeps running until it is dropped.
pub struct Daemon {
    child: Child,
    name: String,
}

impl Daemon {
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = name(command);
        Ok(Self { child: spawn(command)?, name })
    }

    /// Waits until `ready` says so; an error when the child ends before, or takes too long.
    pub fn wait_until(&mut self, limit: Duration, ready: impl Fn() -> bool) -> Result<()> {
        let start = Instant::now();
        while !ready() {
            if let Some(status) = self.child.try_wait().context("looking after a child")? {
                bail!("`{}` ended before it was ready ({status})", self.name);
            }
            if stopping() {
                bail!("stopped");
            }
            if start.elapsed() > limit {
                bail!("`{}` was not ready after {} s", self.name, limit.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Waits for the child to end by itself or by Ctrl-C.
    pub fn wait(&mut self) -> Result<()> {
        let status = wait(&mut self.child)?;
        bail!("`{}` ended ({status})", self.name)
    }

    /// Waits for a child that has an end; whether it is a good one.
    pub fn ends_well(mut self) -> Result<bool> {
        Ok(wait(&mut self.child)?.success())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let id = self.child.id();
        signal(id, Signal::SIGTERM);
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if start.elapsed() > Duration::from_secs(10) {
                signal(id, Signal::SIGKILL);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        running().retain(|running| *running != id);
    }
}

/// Says what happens now, apart from what the commands print.
pub fn say(text: &str) {
    println!("\n\u{2500}\u{2500} {text}");
    let _ = std::io::stdout().flush();
}
