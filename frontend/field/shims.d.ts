/** What ODK Web Forms gives, as far as this app uses it: the package ships no types. */
declare module "@getodk/web-forms" {
  import type { DefineComponent, Plugin } from "vue";
  export const OdkWebForm: DefineComponent<Record<string, unknown>>;
  export const webFormsPlugin: Plugin;
}

declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<Record<string, unknown>>;
  export default component;
}
