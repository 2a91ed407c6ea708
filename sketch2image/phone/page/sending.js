// Sends pictures, two at a time, each with its own progress, and again when asked.

import { bytesMax, find, fresh, say, size } from "./words.js";

const LANES = 2;
const PREVIEW_MAX = 30_000_000;
const OVER = ["sent", "already", "refused"];

const rows = [];
let changed = () => {};

const those = (...states) => rows.filter((row) => states.includes(row.state));

export const isSending = () => those("waiting", "sending").length > 0;

export function startSending(onChange) {
  changed = onChange;
  for (const input of [find("#choose"), find("#camera")])
    input.addEventListener("change", () => {
      add([...input.files]);
      input.value = "";
    });
  find("#retry-all").addEventListener("click", () => those("failed").forEach(retry));
}

function add(files) {
  for (const file of files) {
    const node = fresh("#sent-row");
    const row = { file, node, state: "waiting", share: 0 };
    find(".name", node).textContent = file.name;
    const { cancel, retry: again } = buttons(node);
    cancel.setAttribute("aria-label", say("cancel", { name: file.name }));
    again.setAttribute("aria-label", say("retry", { name: file.name }));
    cancel.addEventListener("click", () => drop(row));
    again.addEventListener("click", () => retry(row));
    rows.push(row);
    find("#sent").append(node);
    show(row, "waiting", say("waiting"));
  }
  go();
}

function buttons(node) {
  return { cancel: find(".cancel", node), retry: find(".retry", node) };
}

function show(row, state, text) {
  row.state = state;
  row.node.dataset.state = state;
  find(".state", row.node).textContent = `${size(row.file.size)} · ${text}`;
  find("progress", row.node).value = row.share;
  showAll();
}

function showAll() {
  const [done, failed] = [those("sent", "already").length, those("failed", "refused").length];
  const bytes = (share) => rows.reduce((sum, row) => sum + row.file.size * share(row), 0);
  const text = failed ? "overall_failed" : "overall";
  find("#overall").hidden = !rows.length;
  setText(find("#count"), say(text, { done, failed, all: rows.length }));
  find("#whole").value = bytes((row) => (OVER.includes(row.state) ? 1 : row.share)) / (bytes(() => 1) || 1);
  find("#retry-all").hidden = those("failed").length < 2;
  changed();
}

// Screen readers read a text again whenever it is set.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function go() {
  const free = LANES - those("sending").length;
  those("waiting").slice(0, free).forEach(send);
}

function send(row) {
  const { name, lastModified, size: bytes } = row.file;
  if (bytes > bytesMax) return refuse(row, "too_large");
  if (!bytes) return refuse(row, "empty");
  preview(row);
  const query = new URLSearchParams({ name, modified: Math.max(0, Math.round(lastModified)) });
  const request = (row.request = new XMLHttpRequest());
  request.open("PUT", `upload?${query}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.responseType = "json";
  request.upload.onprogress = (event) => progress(row, event.loaded / event.total);
  request.onload = () => answered(row, request);
  request.onerror = () => fail(row);
  show(row, "sending", say("sending", { percent: 0 }));
  scrollTo(row.node);
  request.send(row.file);
}

// Only the list moves, not the page under the person's finger.
function scrollTo({ offsetTop, offsetHeight, parentElement: list }) {
  list.scrollTop = offsetTop + offsetHeight / 2 - list.clientHeight / 2;
}

function progress(row, share) {
  row.share = share;
  const percent = Math.floor(share * 100);
  show(row, "sending", share < 1 ? say("sending", { percent }) : say("checking"));
}

function answered(row, { status, response }) {
  if (status === 200) finish(row, response.new ? "sent" : "already");
  else if (response?.error) refuse(row, response.error);
  else fail(row);
}

function finish(row, state) {
  row.share = 1;
  show(row, state, say(state));
  go();
}

function refuse(row, why) {
  show(row, "refused", say(why, { limit: size(bytesMax) }));
  go();
}

function fail(row) {
  row.share = 0;
  show(row, "failed", say("failed"));
  go();
}

function retry(row) {
  show(row, "waiting", say("waiting"));
  go();
}

function drop(row) {
  row.request?.abort();
  rows.splice(rows.indexOf(row), 1);
  row.node.remove();
  showAll();
  go();
}

async function preview({ file, node }) {
  if (file.size > PREVIEW_MAX) return;
  const canvas = find("canvas", node);
  const side = canvas.width;
  try {
    const image = await createImageBitmap(file, { resizeHeight: side, resizeQuality: "medium" });
    canvas.getContext("2d").drawImage(image, (side - image.width) / 2, 0);
    image.close();
  } catch {
    return; // a kind of picture that this browser does not show
  }
}
