import { showReadiness } from "./pages/readiness.js";

await showReadiness(document.getElementById("page"));
