/** Calls back after so many milliseconds; what is given back calls that off. */
export function callAfter(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
