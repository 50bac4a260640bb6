import { init, numpy as np, valueAndGrad, type Array as JaxArray, type Device } from "@jax-js/jax"
import type { Autodiff, DifferentiatedInput } from "../training/autodiff.ts"

export interface JaxAutodiffOptions {
  /** Where it is computed. Default `wasm`, which every platform has. */
  readonly device?: Device
}

/**
 * Automatic differentiation by jax-js (`@jax-js/jax`, an optional peer), in 32-bit numbers. Its arrays are handed over rather
 * than shared: an array that is used more than once is used as `x.ref` until its last use.
 *
 * @see https://jax-js.com/docs/
 */
export function jaxAutodiff({ device = "wasm" }: JaxAutodiffOptions = {}): Autodiff<JaxArray> {
  return {
    async differentiate(compute, inputs) {
      await init(device)
      const tensors = inputs.map((input) => toArray(input, device))
      const traced = (given: JaxArray[]): [JaxArray, Record<string, JaxArray>] => {
        const { loss, metrics = {} } = compute(given)
        if (loss.shape.length > 0) throw new TypeError(`The loss has the shape [${loss.shape.join(", ")}]: reduce it`)
        const all = Object.entries(metrics).map(([name, value]) => [name, np.array(value, { device })] as const)
        return [loss, Object.fromEntries(all)]
      }
      const [[loss, metrics], gradients] = valueAndGrad(traced, { hasAux: true })(tensors) as unknown as [
        [JaxArray, Record<string, JaxArray>],
        JaxArray[],
      ]
      const measured = Object.entries(metrics).map(async ([name, value]) => [name, await numberOf(value)] as const)
      return {
        loss: await numberOf(loss),
        gradients: await Promise.all(gradients.map(async (gradient) => Float32Array.from(await numbersOf(gradient)))),
        metrics: Object.fromEntries(await Promise.all(measured)),
      }
    },
  }
}

function toArray({ data, shape }: DifferentiatedInput, device: Device): JaxArray {
  // The library makes no array of nothing out of data.
  if (data.length === 0) return np.zeros([...shape], { device })
  return np.array(Float32Array.from(data), { shape: [...shape], device })
}

async function numberOf(value: JaxArray): Promise<number> {
  return (await numbersOf(value))[0] ?? NaN
}

async function numbersOf(value: JaxArray): Promise<ArrayLike<number>> {
  return (await value.data()) as ArrayLike<number>
}
