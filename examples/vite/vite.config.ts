import pristine from "unplugin-pristine/vite"
import { defineConfig } from "vite"

export default defineConfig({ plugins: [pristine()] })
