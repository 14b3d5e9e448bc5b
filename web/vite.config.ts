import { defineConfig, type UserConfig } from "vite";

/**
 * A page as one script and one style sheet, so that a report is a single file that loads nothing. The mode
 * names the page: `report` (of a probe; also without a mode) or `scan`.
 */
export default defineConfig(({ mode }) => pageConfig(mode === "scan" ? "scan" : "report"));

const pageConfig = (page: "report" | "scan"): UserConfig => ({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    // One file is the point; in kilobytes, before compression.
    chunkSizeWarningLimit: 600,
    // The licences of what is bundled ask to travel with it.
    license: { fileName: `${page}.licenses.md` },
    rolldownOptions: {
      input: `${page}/main.tsx`,
      output: {
        format: "iife",
        entryFileNames: `${page}.js`,
        assetFileNames: `${page}[extname]`,
      },
    },
  },
});
