// Debian's Chromium, as it runs without a screen.
export const chromium = process.env.CHROME_PATH ?? '/usr/bin/chromium';

/** The same without a window, a profile and a notification centre: a visit takes two thirds of the time. */
export const shell = process.env.CHROME_SHELL_PATH ?? '/usr/bin/chromium-headless-shell';

export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
