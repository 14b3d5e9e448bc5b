import { escapeHtml, escapeJson } from "./escape.ts";
import type { ReportData } from "./report-data.ts";

/** The two files that the web build leaves for the report page. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** Base64 SHA-256 of `script` and `style`, for the content-security policy. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

// Half a disc looking left and half a disc that slipped: the mark of the page, as its icon.
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath d='M11 3a8 8 0 0 0 0 16z' fill='%230d6560'/%3E%3Cpath d='M13 5a8 8 0 0 1 0 16z' fill='%23b0391d'/%3E%3C/svg%3E";

/** The report of a probe as one HTML file; see {@link pageHtml}. */
export function reportHtml(data: ReportData, assets: PageAssets): string {
  return pageHtml({ title: data.title, data, withoutScript: withoutScript(data) }, assets);
}

/** What a page shows, whichever it is. */
export interface PageContent {
  /** Stands after "turncoat: " in the window's title. */
  readonly title: string;
  /** Plain JSON for the page's script. */
  readonly data: unknown;
  /** HTML for readers without scripts; its texts are escaped already. */
  readonly withoutScript: string;
}

/**
 * One HTML file with everything in it; it loads nothing and runs only the script it carries.
 *
 * @returns the page as a string; the data sits in a JSON script element, escaped so that no text of a
 *   model or profile can end the element, and so that no bidirectional control reorders the source
 * @throws RangeError if an asset could end its own element or would be changed by an HTML parser (its
 *   hash would then not match), or a hash is not a base64 SHA-256
 */
export function pageHtml(content: PageContent, assets: PageAssets): string {
  requireEmbeddable("script", assets.script);
  requireEmbeddable("style", assets.style);
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(`turncoat: ${content.title}`)}</title>`,
    `<link rel="icon" href="${icon}">`,
    `<style>${assets.style}</style>`,
    "</head>",
    "<body>",
    '<div id="root"></div>',
    content.withoutScript,
    `<script type="application/json" id="report-data">${escapeJson(JSON.stringify(content.data))}</script>`,
    `<script>${assets.script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/**
 * The page's content-security policy: nothing from anywhere but the one script and the one style it
 * carries. No 'unsafe-inline': a browser would ignore it beside a hash, and the page needs none.
 */
function policyOf({ scriptHash, styleHash }: PageAssets): string {
  return [
    "default-src 'none'",
    `script-src '${hashSource(scriptHash)}'`,
    `style-src '${hashSource(styleHash)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashSource(hash: string): string {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(hash)) {
    throw new RangeError(`not a base64 SHA-256: ${JSON.stringify(hash)}`);
  }
  return `sha256-${hash}`;
}

// `<!--` followed by `<script` swallows the end tag; a parser turns a carriage return into a line feed
// and NUL or a lone surrogate into U+FFFD, and the hash of the file would then not be that of the element.
const unembeddable = /<\/(?:script|style)|<!--|\r|\0|\p{Surrogate}/iu;

function requireEmbeddable(name: string, text: string): void {
  const found = unembeddable.exec(text);
  if (found === null) return;
  throw new RangeError(
    `the ${name} holds ${JSON.stringify(found[0])} at ${found.index}, which cannot stand inside its element`,
  );
}

/** What a reader without scripts gets: the answer and the verdicts, no figures. */
function withoutScript(data: ReportData): string {
  const verdicts = data.claims
    .filter(({ verdict }) => verdict !== "not-measured")
    .map(
      ({ id, claim, verdict, sentence }) =>
        `<li><strong>${escapeHtml(verdict)}</strong>: ${escapeHtml(claim)} (${escapeHtml(id)}). ${escapeHtml(sentence)}</li>`,
    );
  return [
    '<noscript><main class="page">',
    `<h1>${escapeHtml(data.title)}</h1>`,
    "<p>This report draws itself with the script it carries; please allow scripts for this file. The numbers are also in result.json beside it.</p>",
    ...data.headline.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    `<ul>${verdicts.join("")}</ul>`,
    "</main></noscript>",
  ].join("");
}
