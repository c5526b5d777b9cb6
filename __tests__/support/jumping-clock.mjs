/** Preloaded into a Node: its wall clock is set an hour forward again and again. */

const real = Date.now;
const HOUR = 60 * 60 * 1000;
Date.now = () => real() + HOUR * Math.floor(performance.now() / 200);
