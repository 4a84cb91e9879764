// How much goes in one piece, as a pure function of what happened. A browser repeats a piece by itself when a
// connection that it used before breaks, and the whole piece is then sent for nothing. Our server therefore ends the
// connection with each answer (docs/decisions/0013-uploads.md); a proxy before it may not, and then the server meets a
// piece that it has (409). So pieces are small after that, growing slowly again, and else at most 2 MB, a second's
// worth on a good 4G. A cut alone says nothing of their size: what had arrived by then is kept.
const KB = 1024;
export const LEAST = 128 * KB;
export const MOST = 2 * 1024 * KB;

export const START = { size: 512 * KB, isCalm: true };
export const went = ({ size, isCalm }) => ({ size: Math.min(MOST, isCalm ? size * 2 : Math.floor((size * 17) / 16)), isCalm });
export const repeated = ({ size }) => ({ size: Math.max(LEAST, Math.floor(size / 4)), isCalm: false });
