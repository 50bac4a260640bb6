/** How keys of Tinker and of Hugging Face begin, and web tokens, also those that are cut off. */
export const secrets = /\b(?:tml-|hf_|eyJ)/
