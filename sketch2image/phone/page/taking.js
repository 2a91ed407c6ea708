// Shows what the computer offers, the newest first.

import { find, fresh, say, size } from "./words.js";

const shown = new Map();

export function showOffered(offered) {
  const ids = new Set(offered.map(({ id }) => id));
  for (const [id, node] of shown) if (!ids.has(id)) drop(id, node);
  const isFirst = !shown.size;
  const added = offered.filter(({ id }) => !shown.has(id)).reverse();
  added.forEach(add);
  find("#nothing").hidden = offered.length > 0;
  const [latest] = offered;
  if (added.length && !isFirst) find("#arrived").textContent = say("new", latest);
}

function drop(id, node) {
  shown.delete(id);
  node.remove();
}

function add(file) {
  const node = fresh("#offered-row");
  const address = `offered/${file.id}/file`;
  find(".name", node).textContent = file.name;
  find(".size", node).textContent = size(file.bytes);
  const save = find(".save", node);
  save.href = `${address}?save`;
  save.setAttribute("aria-label", say("save_name", file));
  find("span", save).textContent = say("save");
  const look = find(".look", node);
  look.hidden = !file.shown;
  look.href = address;
  look.setAttribute("aria-label", say("open", file));
  if (file.picture) thumbnail(find("img", look), file);
  else look.classList.add("plain");
  shown.set(file.id, node);
  find("#offered").prepend(node);
}

function thumbnail(image, { id }) {
  image.addEventListener("load", () => (image.hidden = false));
  image.src = `offered/${id}/thumbnail`;
}
