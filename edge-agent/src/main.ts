import { printError } from './cli/print.ts';
import { createProgram } from './cli/program.ts';

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    printError(error);
    process.exit(1);
  });
