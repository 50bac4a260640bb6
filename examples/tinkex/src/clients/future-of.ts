import { deferFuture, type ApiFuture } from "pristine-runtime"

/** What `start` makes. A mistake in the arguments is told like every other failure, and takes no place in the order. */
export function futureOf<Output>(start: () => ApiFuture<Output>): ApiFuture<Output> {
  try {
    return start()
  } catch (error) {
    const never = (): never => {
      throw error
    }
    return deferFuture(() => Promise.resolve(), never)
  }
}
