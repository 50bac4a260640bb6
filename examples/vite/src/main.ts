import api from "./notes.pristine.json"

const list = document.querySelector("#notes")

// The page's bundle holds this one operation; `create` and `delete` are not linked.
for await (const note of api.notes.list({ limit: 50 })) {
  const item = document.createElement("li")
  item.textContent = note.text
  list?.append(item)
}
