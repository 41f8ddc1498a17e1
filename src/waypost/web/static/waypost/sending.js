// A page that answers a form is a page like every other: loading it again asks for it, and does not send the form again.

/** Forget, on such a page, that a form was sent. */
export function sendOnce() {
  if (document.body.hasAttribute("data-answers")) history.replaceState(history.state, "", location.href);
}
