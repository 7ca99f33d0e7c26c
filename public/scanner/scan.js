// <code-scanner formats="qr_code ean_13" torch>: the camera's picture, and the text of the code it sees. Loaded only where
// one scans.
//
// It tells by events: `scan-open` when the camera is there, with `torch` as detail where it has a light, `scan-found` with
// the text as detail, and `scan-problem` with `refused`, `absent`, `busy` or `failed`. Taking the element out of the page
// closes the camera.

const LOOK_EVERY = 120;

async function makeDetector(formats) {
  if ("BarcodeDetector" in globalThis) {
    const known = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.every((format) => known.includes(format))) return new globalThis.BarcodeDetector({ formats });
  }
  const { BarcodeDetector, prepareZXingModule } = await import("./ponyfill.js");
  // Ours, beside this file; by default it would come from another host.
  const locateFile = (file) => new URL(file, import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return new BarcodeDetector({ formats });
}

async function openCamera() {
  // Browsers give cameras to secure origins only.
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera here", "NotFoundError");
  const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

function problemOf(error) {
  if (["NotAllowedError", "SecurityError"].includes(error?.name)) return "refused";
  if (["NotFoundError", "OverconstrainedError"].includes(error?.name)) return "absent";
  if (["NotReadableError", "AbortError"].includes(error?.name)) return "busy";
  return "failed";
}

const stopTracks = (stream) => stream?.getTracks().forEach((track) => track.stop());

class CodeScanner extends HTMLElement {
  static observedAttributes = ["torch"];

  #stream;
  #timer;

  async connectedCallback() {
    const opening = openCamera();
    try {
      const formats = (this.getAttribute("formats") ?? "qr_code").split(" ");
      const [stream, detector] = await Promise.all([opening, makeDetector(formats)]);
      const video = document.createElement("video");
      Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
      video.setAttribute("aria-hidden", "true");
      if (!this.isConnected) return stopTracks(stream);
      this.#stream = stream;
      this.replaceChildren(video);
      await video.play();
      const [track] = stream.getVideoTracks();
      this.#tell("scan-open", track.getCapabilities?.().torch ? "torch" : "");
      this.#look(video, detector);
    } catch (error) {
      opening.then(stopTracks, () => {});
      if (this.isConnected) this.#tell("scan-problem", problemOf(error));
    }
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    stopTracks(this.#stream);
    this.#stream = undefined;
  }

  attributeChangedCallback() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    // A light that does not obey leaves the picture as it is.
    track?.applyConstraints({ advanced: [{ torch: this.hasAttribute("torch") }] }).catch(() => {});
  }

  async #look(video, detector) {
    if (!this.isConnected) return;
    // A frame that can't be read is followed by one that can.
    const codes = await detector.detect(video).catch(() => []);
    const text = codes.find((code) => code.rawValue)?.rawValue;
    if (text && this.isConnected) return this.#tell("scan-found", text);
    this.#timer = setTimeout(() => this.#look(video, detector), LOOK_EVERY);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("code-scanner", CodeScanner);
