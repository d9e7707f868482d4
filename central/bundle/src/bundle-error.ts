/** What a person must hear: a file that is not what it should be, in one plain sentence. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}
