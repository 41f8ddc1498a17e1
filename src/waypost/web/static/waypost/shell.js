// What every page has: the theme, menus, dialogs, copying, toasts, the palette, forms that are sent once.
import { followTheme } from "./theme.js";
import { closeMenus } from "./menus.js";
import { openDialogs } from "./dialogs.js";
import { copyTexts } from "./copying.js";
import { askFirst } from "./asking.js";
import { findByKeys } from "./finding.js";
import { sendOnce } from "./sending.js";

followTheme();
closeMenus();
openDialogs();
copyTexts();
askFirst();
findByKeys();
sendOnce();
