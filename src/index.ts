/**
 * turncoat: find, measure and contain persona flips in language models.
 *
 * @packageDocumentation
 */
export { type Places, placesFromEnvironment } from "./compose/environment.ts";
export { type ProbeOptions, type ProbeOutcome, probe } from "./compose/probe.ts";
export { type Failure, TurncoatError } from "./core/index.ts";
