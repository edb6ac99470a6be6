/** What the global setup left for the test files. */
export function required(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(
    `${name} is not set: tests that need servers belong to the project "integration", whose setup sets it.`,
  );
}
