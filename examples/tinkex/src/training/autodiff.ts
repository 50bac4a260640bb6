/** Numbers in row-major order, and the lengths of their axes. */
export interface DifferentiatedInput {
  readonly data: ArrayLike<number>
  readonly shape: readonly number[]
}

/** What a function of tensors comes to, in the tensors of a library. */
export interface LossOfTensors<Tensor> {
  /** A scalar. */
  readonly loss: Tensor
  /** Scalars that are reported beside it. */
  readonly metrics?: Readonly<Record<string, Tensor | number>>
}

/** The same, in numbers, with the derivatives of the loss. */
export interface Derivatives {
  readonly loss: number
  /** For each input, the derivative by each of its values; zero where the loss does not depend on it. */
  readonly gradients: readonly Float32Array[]
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * Differentiates functions of tensors: the port behind which a library for automatic differentiation stands. `tinkex/jax` has an
 * adapter; any object of this form is one.
 */
export interface Autodiff<Tensor> {
  /**
   * Computes a function once, and its derivatives by all inputs. The function is synchronous and made of the library's operations.
   * Rejects with what it throws, and with a `TypeError` where the loss is no scalar.
   */
  differentiate(
    compute: (inputs: readonly Tensor[]) => LossOfTensors<Tensor>,
    inputs: readonly DifferentiatedInput[],
  ): Promise<Derivatives>
}
