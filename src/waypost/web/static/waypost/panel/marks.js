/** Quiet marks on the map where the check has something to say. */

/** @param {import("../editor/map.js").JourneyMap} map @param {import("./checks.js").Checks} checks */
export function markChecked(map, checks) {
  const mark = () => {
    const { marks } = checks;
    const marked = new Set(); // what stands in several lanes says it once
    for (const node of map.sheet.querySelectorAll("[data-id]")) {
      const { id } = node.dataset;
      const found = marked.has(id) ? undefined : marks.get(id);
      marked.add(id);
      if (found) {
        Object.assign(node.dataset, { remarks: String(found.count), severity: found.severity });
        node.setAttribute("aria-description", found.count === 1 ? "The check has a remark" : `The check has ${found.count} remarks`);
      } else if (node.dataset.remarks) {
        delete node.dataset.remarks;
        delete node.dataset.severity;
        node.removeAttribute("aria-description");
      }
    }
  };
  map.whenDrawn(mark);
  checks.subscribe(mark);
}
