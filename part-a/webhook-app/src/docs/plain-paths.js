/**
 * A plugin of Swagger UI: an operation's path as plain text. Swagger UI makes it a link inside the button that opens the
 * operation, which screen readers cannot reach; the button leads to the same place in the URL.
 */
export function plainPaths({ React }) {
  const Path = ({ text }) => React.createElement("span", null, text);
  return { wrapComponents: { DeepLink: () => Path } };
}
