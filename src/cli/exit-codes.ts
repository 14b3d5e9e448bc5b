/** What the process ends with, and what each code tells a script. */
export const exitCodes = {
  pass: 0,
  error: 1,
  usage: 2,
  inconclusive: 3,
  budgetStop: 4,
  gateFailed: 100,
  interrupted: 130,
} as const;

/** See {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The table that every `--help` ends with. */
export const exitCodeTable = `Exit codes:
    0  pass: the command did what it was asked
    1  error: something failed while it ran
    2  usage or config: a flag, a file or a profile is for you to mend
    3  inconclusive: nothing that was measured could be decided
    4  budget stop: a limit of the run was reached
  100  gate failed: a threshold that was asked for is not met
  130  interrupted: the same command goes on where it stopped`;
