import pristine from "unplugin-pristine/bun"

await Bun.build({ entrypoints: ["src/main.js"], outdir: "dist", plugins: [pristine()] })
