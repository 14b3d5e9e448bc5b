/** A narrower form of a request, and what that costs in words; `null` where there is nothing to tell. */
export interface Narrowed<Form> {
  readonly form: Form;
  readonly notice: string | null;
}

/**
 * Sends requests in the one form that a server understands, found by trying: each refusal that `narrow`
 * can answer gives up one thing, for good, and the request is sent again.
 *
 * @param narrow  the form to try after an error; `null` when the error is about something else. It must run
 *                out of things to give up.
 * @returns sends one request; throws what the last try threw
 */
export function negotiator<Form>(
  start: Form,
  narrow: (form: Form, error: unknown) => Narrowed<Form> | null,
  onNotice: (notice: string) => void,
): <T>(send: (form: Form) => Promise<T>) => Promise<T> {
  let inForce = start;
  const giveUp = (used: Form, { form, notice }: Narrowed<Form>) => {
    // Another request under way may have narrowed it already; then that form is tried first.
    if (inForce !== used) return;
    inForce = form;
    if (notice !== null) onNotice(notice);
  };
  return async (send) => {
    for (;;) {
      const used = inForce;
      try {
        return await send(used);
      } catch (error) {
        const next = narrow(used, error);
        if (next === null) throw error;
        giveUp(used, next);
      }
    }
  };
}
