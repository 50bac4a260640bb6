import pristine from "unplugin-pristine/vite"
import { defineConfig } from "vitest/config"

export default defineConfig({
  plugins: [pristine()],
  build: { target: "es2022" },
  test: {
    name: "playground",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["../runtime/tests/isolation.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
