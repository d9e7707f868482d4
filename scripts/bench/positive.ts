import { InvalidArgumentError } from 'commander';

/** A number of the command line; throws what commander shows to the user when it is none above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed');
  return value;
}
