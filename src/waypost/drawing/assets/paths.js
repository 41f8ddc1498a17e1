// A step lights up the moves that begin or end there.
document.querySelectorAll(".plot").forEach((plot) => {
  const moves = [...plot.querySelectorAll(".move")];
  const light = (step) => {
    plot.classList.toggle("lighting", step !== null);
    moves.forEach((move) => {
      move.classList.toggle("lit", step !== null && (move.dataset.from === step || move.dataset.to === step));
    });
  };
  plot.querySelectorAll(".node").forEach((node) => {
    const on = () => light(node.dataset.step);
    node.addEventListener("pointerenter", on);
    node.addEventListener("focus", on);
    node.addEventListener("pointerleave", () => light(null));
    node.addEventListener("blur", () => light(null));
  });
});
