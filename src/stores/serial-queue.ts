/** Runs one task at a time, in the order they were handed in; a failed task does not stop the next. */
type SerialQueue = <T>(task: () => Promise<T>) => Promise<T>;

/** See {@link SerialQueue}. */
export function serialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => {});
    return turn;
  };
}
