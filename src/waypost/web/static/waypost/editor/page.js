/** The page of a journey: everything is put together here. */
import { opened } from "./opened.js";
import { panelBeside } from "./panel.js";

panelBeside(document.getElementById("panel"), document.getElementById("panel-toggle"));
await opened;
