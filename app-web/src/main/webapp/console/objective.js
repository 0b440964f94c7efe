/** What every pool is sized for. */
export const OBJECTIVE = { bandFrom: 0.6, bandTo: 0.8, acquisitionSeconds: 0.01 };

/** Whether a prediction of the API has it all. */
export const meets = ({ utilization, waitP99Seconds }) =>
  utilization >= OBJECTIVE.bandFrom && utilization <= OBJECTIVE.bandTo && waitP99Seconds <= OBJECTIVE.acquisitionSeconds;
