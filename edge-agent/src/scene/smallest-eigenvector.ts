/** Sweeps after which a matrix of this size has long converged. */
const MAX_SWEEPS = 40;

/**
 * Eigenvalues (ascending) of a small symmetric matrix, and the eigenvector of the smallest: cyclic Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, 8.5). The matrix is given by rows and not changed.
 */
export function smallestEigenvector(matrix: readonly (readonly number[])[]): {
  values: number[];
  vector: number[];
} {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  const at = (m: number[][], i: number, j: number) => m[i]?.[j] ?? 0;
  const set = (m: number[][], i: number, j: number, value: number) => {
    const row = m[i];
    if (row) row[j] = value;
  };
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off += at(a, p, q) ** 2;
    if (off < 1e-30) break;
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        if (at(a, p, q) === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * at(a, p, q));
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < size; k += 1) {
          const [x, y] = [at(a, k, p), at(a, k, q)];
          set(a, k, p, c * x - s * y);
          set(a, k, q, s * x + c * y);
        }
        for (let k = 0; k < size; k += 1) {
          const [x, y] = [at(a, p, k), at(a, q, k)];
          set(a, p, k, c * x - s * y);
          set(a, q, k, s * x + c * y);
          const [vx, vy] = [at(v, k, p), at(v, k, q)];
          set(v, k, p, c * vx - s * vy);
          set(v, k, q, s * vx + c * vy);
        }
      }
    }
  }
  const order = a.map((_, i) => i).sort((i, j) => at(a, i, i) - at(a, j, j));
  const least = order[0] ?? 0;
  return { values: order.map((i) => at(a, i, i)), vector: v.map((row) => row[least] ?? 0) };
}
