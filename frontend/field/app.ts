/** Starts the field app: what is on the phone first, the network when it is there. */
import { webFormsPlugin } from "@getodk/web-forms";
import { createApp } from "vue";
import App from "./App.vue";
import "./field.css";
import { watchForms } from "./opened";

const app = createApp(App);
app.use(webFormsPlugin);
watchForms(app);
app.mount("#app");

if ("serviceWorker" in navigator)
  void navigator.serviceWorker.register("/field/worker.js", { scope: "/field/" });
void navigator.storage?.persist?.();
