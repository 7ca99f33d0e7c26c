// <qr-scanner>: the camera's picture, and the text of the QR code it sees. Loaded only where one scans.
//
// It tells by events: `scan-open` when the camera is there, `scan-found` with the text as detail, and
// `scan-problem` with `refused`, `absent` or `failed`. Taking the element out of the page closes the camera.

const LOOK_EVERY = 120;

async function makeDetector() {
  if ("BarcodeDetector" in globalThis) {
    const formats = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) return new globalThis.BarcodeDetector({ formats: ["qr_code"] });
  }
  const { BarcodeDetector, prepareZXingModule } = await import("./ponyfill.js");
  // Ours, beside this file; by default it would come from another host.
  const locateFile = (file) => new URL(file, import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function openCamera() {
  // Browsers give cameras to secure origins only.
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera here", "NotFoundError");
  const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

function problemOf(error) {
  if (["NotAllowedError", "SecurityError"].includes(error?.name)) return "refused";
  if (["NotFoundError", "NotReadableError", "OverconstrainedError"].includes(error?.name)) return "absent";
  return "failed";
}

const stopTracks = (stream) => stream?.getTracks().forEach((track) => track.stop());

class QrScanner extends HTMLElement {
  #stream;
  #timer;

  async connectedCallback() {
    const opening = openCamera();
    try {
      const [stream, detector] = await Promise.all([opening, makeDetector()]);
      const video = document.createElement("video");
      Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
      video.setAttribute("aria-hidden", "true");
      if (!this.isConnected) return stopTracks(stream);
      this.#stream = stream;
      this.replaceChildren(video);
      await video.play();
      this.#tell("scan-open");
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

customElements.define("qr-scanner", QrScanner);
