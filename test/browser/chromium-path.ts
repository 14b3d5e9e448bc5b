/** The browser of the machine: a closed network cannot download one. */
export const chromiumPath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
