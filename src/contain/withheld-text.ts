/** What the user reads where a reply was withheld. */
export const withheldText =
  "This reply was withheld, because it did not fit how this assistant is meant to answer. Rephrase the last message, or begin a new conversation.";
