/** Text that the build writes into the module, so that no file is read at run time. */
declare module '*.md?raw' {
  const text: string;
  export default text;
}
