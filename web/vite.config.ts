import { defineConfig } from "vite";

/** The report page as one script and one style sheet, so that a report is a single file that loads nothing. */
export default defineConfig({
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
    license: { fileName: "report.licenses.md" },
    rolldownOptions: {
      input: "report/main.tsx",
      output: {
        format: "iife",
        entryFileNames: "report.js",
        assetFileNames: "report[extname]",
      },
    },
  },
});
