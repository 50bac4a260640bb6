import { setUpPictures } from "./pictures.ts"
import { setUpRendering } from "./rendering.ts"
import { setUpStory } from "./story.ts"
import { setUpUpload } from "./upload.ts"

setUpStory()
setUpUpload()
setUpRendering()
await setUpPictures()
