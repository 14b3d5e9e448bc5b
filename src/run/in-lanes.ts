/**
 * Works through a list with so many workers; no more is begun after an error, and the first is thrown once
 * all workers have stopped.
 */
export async function inLanes<T>(
  work: readonly T[],
  lanes: number,
  doOne: (item: T) => Promise<void>,
): Promise<void> {
  if (lanes <= 1) {
    for (const item of work) await doOne(item);
    return;
  }
  const queue = [...work];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await doOne(item);
      } catch (error) {
        failures.push(error);
        queue.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, worker));
  if (failures.length > 0) throw failures[0];
}
