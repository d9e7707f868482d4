/** What is true of a camera at one moment besides what its picture shows. */
export interface Conditions {
  /** Why the picture cannot be trusted for rules now (moved, covered, another preset, …); undefined when it can. */
  untrusted?: string | undefined;
  /** An officer directs the traffic: lights, signs and markings are overruled. */
  officerDirecting?: boolean | undefined;
  /** Wall clock (UTC, ms) of the frame; without it nothing that holds by the hour is judged. */
  utcMs?: number | undefined;
}
