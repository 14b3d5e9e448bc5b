// Overrides, embeddings and isolates reorder what is around them; a reader of evidence must see them.
const reordering = /([\u202a-\u202e\u2066-\u2069])/;

/**
 * Text of a model or a profile, shown as it is: its direction is its own, its line breaks are kept, and
 * bidirectional controls stand there by their code point instead of acting.
 */
export function Words({ text }: { readonly text: string }) {
  if (text === "") return <span className="absent">(empty)</span>;
  const parts = text.split(reordering).map((part, place) => ({ part, key: `${place}` }));
  return (
    <bdi className="words" dir="auto">
      {parts.map(({ part, key }) =>
        reordering.test(part) ? (
          <code className="control" key={key}>
            {codePoint(part)}
          </code>
        ) : (
          part
        ),
      )}
    </bdi>
  );
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
