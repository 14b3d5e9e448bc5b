import { createContext, useContext } from "react";
import type { ReportData } from "../../src/report/report-data.ts";

const Readout = createContext<ReportData["readout"]>({
  id: "likelihood",
  unit: "nats per token",
  crossing: 0,
});

/** Tells every figure how forks were read. */
export const ReadoutProvider = Readout.Provider;

/** How forks were read: the unit of margins and effects, and where the preference crosses. */
export function useReadout(): ReportData["readout"] {
  return useContext(Readout);
}
