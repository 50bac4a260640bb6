import api from "./chat.pristine.json"

const answer: string[] = []
for await (const piece of await api.complete({ prompt: process.argv[2] ?? "Hello" })) {
  answer.push(piece.text)
}
console.log(answer.join(""))
