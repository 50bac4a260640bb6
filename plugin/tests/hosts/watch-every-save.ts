/**
 * Options of chokidar, which Vite and Rollup watch with. Without them it drops a change that follows another within 50 ms,
 * as no person saves and every test does.
 */
export const watchEverySave = { awaitWriteFinish: { stabilityThreshold: 10, pollInterval: 5 } }
