import { countReports } from "./test-reports.mjs";

// Prints "passed failed" of the last `npm test`, and on stderr what failed or was skipped.
const { passed, failed, lines } = countReports();
for (const line of lines) console.error(line);
console.log(`${passed} ${failed}`);
