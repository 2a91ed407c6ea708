// Facts and texts that came with the page, in the language of the browser.

const facts = JSON.parse(document.querySelector("#facts").textContent);

export const bytesMax = facts.bytesMax;

export const say = (key, values = {}) =>
  facts.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const find = (selector, within = document) => within.querySelector(selector);

export const fresh = (template) => find(template).content.cloneNode(true).firstElementChild;

const UNITS = ["kilobyte", "megabyte", "gigabyte"];

export function size(bytes) {
  const kilobytes = Math.max(1, bytes / 1024);
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(kilobytes) / Math.log(1024)));
  const value = kilobytes / 1024 ** step;
  return value.toLocaleString(document.documentElement.lang, {
    style: "unit",
    unit: UNITS[step],
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
}
