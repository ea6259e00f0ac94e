/** The least that a process of its own can be: it says that it is there, and sends back what it gets. */
process.on('message', (message) => process.send?.(message));
process.send?.('there');
