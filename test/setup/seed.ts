import fc from "fast-check";

// Properties draw the same cases on every machine and every day.
fc.configureGlobal({ seed: 20_261_123 });
