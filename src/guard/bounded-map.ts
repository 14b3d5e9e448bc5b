/** Keeps the values that were used last, for what may be forgotten at any time. */
export interface BoundedMap<Value> {
  /** `undefined` where it is not known, or was forgotten. */
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** @param capacity  most values kept, at least 1 */
export function boundedMap<Value>(capacity: number): BoundedMap<Value> {
  // A Map iterates in the order of insertion, so that its first key is the one used longest ago.
  const values = new Map<string, Value>();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size <= capacity) return;
      const [oldest] = values.keys();
      if (oldest !== undefined) values.delete(oldest);
    },
    delete(key) {
      values.delete(key);
    },
  };
}
