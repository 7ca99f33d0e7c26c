//! A server that only Node has, run beside a test and spoken to by lines of JSON.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;

pub struct Node {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Node {
    /// Runs a script of `end2end/support`; `None`, with the reason printed, where there is no Node.
    pub fn run(script: &str, arguments: &[&str]) -> Option<Node> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        if !Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success()) {
            println!("skipped: there is no node to run {script}");
            return None;
        }
        let mut child = Command::new("node")
            .arg(root.join("end2end/support").join(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Some(Node { child, input, output: BufReader::new(output) })
    }

    /// One line there, one line back.
    pub fn ask(&mut self, command: &Value) -> Value {
        writeln!(self.input, "{command}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "node has gone; are the packages there? npm ci installs them");
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}
