//! The programs that know the rules: Python with factur-x and saxonche, qpdf, poppler.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// What `validate.py` says of every e-invoice of the folder, a line a failure.
pub fn failures(folder: &Path, files: usize) -> Vec<String> {
    let python = std::env::var("VITRINE_TEST_PYTHON").expect(
        "VITRINE_TEST_PYTHON must name a Python with factur-x, saxonche and lxml: `cargo xtask test unit` installs one and says where",
    );
    // The server's tests use this file too, from their own folder.
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../invoice/tests/validate.py");
    // The rules take most of the time, so that two look at half of the files each.
    let halves: Vec<_> = (0..2)
        .map(|part: u8| {
            let mut command = Command::new(&python);
            command.arg(&script).arg(folder).args([part.to_string().as_str(), "2"]);
            command.stdout(Stdio::piped()).spawn().expect("VITRINE_TEST_PYTHON can be run")
        })
        .collect();
    let mut seen = 0;
    let mut failures = Vec::new();
    for half in halves {
        let output = half.wait_with_output().unwrap();
        assert!(output.status.success(), "validate.py broke off");
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        seen += lines
            .pop()
            .and_then(|last| last.strip_suffix(" files")?.parse::<usize>().ok())
            .unwrap_or_default();
        failures.extend(lines.into_iter().map(str::to_string));
    }
    assert_eq!(seen, files, "validate.py did not see every file");
    failures
}

/// What a program answers, which must be well.
pub fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output();
    let output = output
        .unwrap_or_else(|error| panic!("{program} is needed (`cargo xtask test unit` installs it): {error}"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
