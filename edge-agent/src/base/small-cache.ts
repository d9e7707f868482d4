/**
 * Pages of a database in memory: at most 2 MB. better-sqlite3's own bound is 16 MB for each, which fill up over hours and
 * win nothing: what is read again and again here are the last few pages.
 */
export const SMALL_CACHE = 'cache_size = -2000';
