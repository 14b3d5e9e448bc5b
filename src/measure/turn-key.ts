/** Names a generated turn in the journal. */
export function turnKey(turn: {
  readonly behaviour: string;
  readonly block: number;
  readonly group: string;
  readonly draw: number;
  readonly turn: number;
}): string {
  return `turn/${turn.behaviour}/${turn.block}/${turn.group}/${turn.draw}/${turn.turn}`;
}
