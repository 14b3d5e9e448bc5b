/** Text of a model or a profile, shown as it is: its direction is its own and its line breaks are kept. */
export function Words({ text }: { readonly text: string }) {
  if (text === "") return <span className="absent">(empty)</span>;
  return (
    <bdi className="words" dir="auto">
      {text}
    </bdi>
  );
}
