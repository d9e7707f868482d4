/**
 * Pages of a database in memory: at most half a megabyte, full within minutes. better-sqlite3's own bound is 16 MB for each,
 * which fill up over hours and win nothing: what is read again and again here are the last few pages, and the system
 * keeps the file at hand.
 */
export const SMALL_CACHE = 'cache_size = -500';
