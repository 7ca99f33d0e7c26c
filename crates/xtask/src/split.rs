//! Takes the linked app apart: pages that are not on a first visit become chunks of wasm of their own.
//!
//! It has to happen between the linker and wasm-bindgen, and Trunk runs both. So Trunk finds this very program under the
//! name of wasm-bindgen: it splits, then calls the real one on what is left.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use crate::{
    build,
    process::{command, run},
    stamp::{self, create_folder},
    tools,
};

const NAME: &str = "wasm-bindgen";
/// What is left when the chunks are taken out.
const MAIN: &str = "main.wasm";
/// The group of chunks that the product page needs, see `apart.rs`; most visits begin there.
const PRODUCT: &str = "product";
/// Beside the chunks: which files a product page needs.
const NEEDED: &str = "product.txt";

/// Where the chunks wait until Trunk is done.
fn chunks() -> PathBuf {
    build::web_target().join("chunks")
}

/// Whether this process was started in wasm-bindgen's place.
pub fn is_asked() -> bool {
    std::env::args_os().next().is_some_and(|name| Path::new(&name).file_name() == Some(NAME.as_ref()))
}

/// A folder that holds this program under wasm-bindgen's name; no chunk of an earlier build is left.
pub fn stand_in() -> Result<PathBuf> {
    build::remove(&chunks())?;
    let folder = build::web_target().join("stand-in");
    build::remove(&folder)?;
    create_folder(&folder)?;
    // The tests build xtask too, and put another file in this one's place while it runs: the system still has it.
    let running = Path::new("/proc/self/exe");
    let this = std::env::current_exe().context("finding this program")?;
    let this = if running.exists() { running } else { &this };
    std::fs::copy(this, folder.join(NAME)).context("standing in for wasm-bindgen")?;
    Ok(folder)
}

/// What Trunk asks of wasm-bindgen.
pub fn stand_in_for_wasm_bindgen() -> Result<ExitCode> {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let input =
        arguments.iter_mut().find(|argument| Path::new(argument).extension() == Some("wasm".as_ref()));
    if let Some(input) = input {
        let name = out_name(&std::env::args().collect::<Vec<_>>()).context("no --out-name was given")?;
        if let Some(main) = split(Path::new(input), &name)? {
            *input = main.into();
            arguments.extend(["--keep-lld-exports", "--no-demangle"].map(OsString::from));
        }
    }
    let status =
        Command::new(tools::wasm_bindgen()?).args(arguments).status().context("calling wasm-bindgen")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn out_name(arguments: &[String]) -> Option<String> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if let Some(name) = argument.strip_prefix("--out-name") {
            return name.strip_prefix('=').map(str::to_string).or_else(|| rest.next().cloned());
        }
    }
    None
}

/// Writes the chunks and what is left, and answers where that is; nothing if the app was not linked to be split.
fn split(input: &Path, out_name: &str) -> Result<Option<PathBuf>> {
    let wasm = std::fs::read(input).with_context(|| format!("reading {}", input.display()))?;
    if !wasm.windows(RELOCATIONS.len()).any(|bytes| bytes == RELOCATIONS) {
        return Ok(None);
    }
    let folder = chunks();
    create_folder(&folder)?;
    let hash = stamp::of_bytes(&wasm);
    let main = folder.join(MAIN);
    let link = format!("./pages-{hash}.js");
    let script = format!("./{out_name}.js");
    let mut options = Options::new(&wasm);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &script;
    let parts = transform(options).map_err(|error| anyhow!("{error:#}")).context("splitting the app")?;

    let link = folder.join(&link);
    let mut loader = std::fs::read_to_string(&link).context("reading the chunks' loader")?;
    let name_of = |stem: &str| format!("{stem}-{hash}.wasm");
    let needed = parts.prefetch_map.get(PRODUCT).context("the product page has no chunks")?;
    let needed: Vec<String> = needed.iter().map(|stem| name_of(stem)).collect();
    std::fs::write(folder.join(NEEDED), needed.join(" ")).context("naming the product page's chunks")?;
    for part in parts.split_modules {
        let stem = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = name_of(&stem);
        loader = loader.replace(&format!("./{stem}.wasm"), &format!("./{name}"));
        std::fs::rename(&part, folder.join(name)).context("naming a chunk")?;
    }
    std::fs::write(&link, loader).context("writing the chunks' loader")?;
    Ok(Some(main))
}

/// What rustc uses of WebAssembly: a chunk does not say it. All that wasm-opt knows would be more than browsers do.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The name of a section that only `--emit-relocs` leaves.
const RELOCATIONS: &[u8] = b"reloc.CODE";

/// Puts the chunks beside the app's other files, and tells its page of their loader and of what a product page needs.
pub fn add_chunks(bundle: &Path, out_name: &str) -> Result<()> {
    let script = file_name(bundle, |name| name.starts_with(&format!("{out_name}-")) && name.ends_with(".js"))
        .context("Trunk left no script")?;
    let loader = file_name(&chunks(), |name| name.ends_with(".js")).context("the app was not split")?;
    let text = std::fs::read_to_string(chunks().join(&loader)).context("reading the chunks' loader")?;
    // Trunk gave the script its name after wasm-bindgen was done.
    let text = text.replace(&format!("./{out_name}.js"), &format!("./{script}"));
    std::fs::write(bundle.join(&loader), text).context("writing the chunks' loader")?;

    for chunk in stamp::files(&[chunks()]) {
        let name = chunk.file_name().unwrap_or_default();
        if chunk.extension() == Some("wasm".as_ref()) && name != MAIN {
            let mut optimise = command("wasm-opt");
            optimise.args(["-Oz", "--quiet", "--strip-debug", "--strip-producers"]).args(FEATURES);
            run(optimise.arg("--output").arg(bundle.join(name)).arg(&chunk))?;
        }
    }

    let page = bundle.join("index.html");
    let html = std::fs::read_to_string(&page).context("reading the app's page")?;
    let needed =
        std::fs::read_to_string(chunks().join(NEEDED)).context("reading what a product page needs")?;
    // Before the script that reads it, which stands below the title.
    let meta = format!("</title>\n    <meta name=\"product-chunks\" content=\"{needed}\" />");
    let link = format!("<link rel=\"modulepreload\" href=\"/{loader}\" crossorigin=\"anonymous\"></head>");
    let html = html.replacen("</title>", &meta, 1).replacen("</head>", &link, 1);
    std::fs::write(page, html).context("naming the chunks in the page")
}

fn file_name(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).find(|name| is_wanted(name))
}
