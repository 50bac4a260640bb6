/**
 * Asked between two pieces of long work: what it gives is awaited, so that others get their turn. `undefined`: go on. May
 * reject: nobody wants the rest.
 */
export type Pause = () => Promise<void> | undefined
