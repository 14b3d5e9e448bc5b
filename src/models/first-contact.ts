import { apiError } from "./remote-failure.ts";

/**
 * How often requests to one server are tried again: not before it has answered once, since waiting mends no
 * wrong address.
 *
 * @param maxRetries  times that a request is tried again after that
 * @returns sends one request, given how often it may be tried again
 */
export function firstContact(
  maxRetries: number,
): <T>(send: (retries: number) => Promise<T>) => Promise<T> {
  let hasAnswered = false;
  return async (send) => {
    if (hasAnswered) return await send(maxRetries);
    try {
      const answer = await send(0);
      hasAnswered = true;
      return answer;
    } catch (error) {
      const { status } = apiError(error);
      hasAnswered ||= status !== null;
      if (!isBusy(status) || maxRetries === 0) throw error;
      return await send(maxRetries - 1);
    }
  };
}

/** The statuses that the official clients try again. */
function isBusy(status: number | null): boolean {
  return status !== null && (status === 408 || status === 409 || status === 429 || status >= 500);
}
