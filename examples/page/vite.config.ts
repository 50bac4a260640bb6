import pristine from "unplugin-pristine/vite"
import { defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from "vite"
import { serveStudio } from "./studio-service.ts"

const serve = ({ middlewares }: Pick<ViteDevServer | PreviewServer, "middlewares">): void => {
  middlewares.use(serveStudio())
}
const service: Plugin = { name: "studio-service", configureServer: serve, configurePreviewServer: serve }

export default defineConfig({ plugins: [pristine(), service] })
