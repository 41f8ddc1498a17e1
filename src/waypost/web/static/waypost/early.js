// Before anything is painted: the light or the dark that was chosen here.
try {
  const chosen = localStorage.getItem("waypost-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* a private window: as the system says */ }
