/** What a request of a script carries to show that it comes from one of our pages. */
export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
  ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
