/*
 * Loaded before the agent under test, with --expose-gc: a signal has JavaScript's garbage collected, so that what the
 * agent holds can be told from what it has merely not given back yet.
 */
process.on('SIGUSR2', () => globalThis.gc());
