/** The least that a module can be. */
export default class {}
