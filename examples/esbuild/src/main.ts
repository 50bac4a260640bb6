import api from "./chat.pristine.json"

let answer = ""
for await (const piece of await api.complete({ prompt: process.argv[2] ?? "Hello" })) {
  answer += piece.text
}
console.log(answer)
