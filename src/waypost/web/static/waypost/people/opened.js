/** The document of this page: what the server gave with it, and the store once it is opened. */
import { openDocument } from "../document/store.js";
import { hearBy } from "../listening.js";

/** What the server gave with the page. */
export const given = JSON.parse(document.getElementById("people-data").textContent);

/** Opens the page's document; rejects when it cannot be had. @returns {Promise<import("../document/store.js").Store>} */
export async function opened() {
  const store = await openDocument({ base: given.base, csrf: given.csrf });
  hearBy(store);
  return store;
}
