import pristine from "unplugin-pristine/vite"

export default { plugins: [pristine()] }
