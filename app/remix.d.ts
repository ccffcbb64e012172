import "@remix-run/node";

// Loaders keep bigint and Date on their way to components (single fetch): without this `useLoaderData` would be typed as JSON.
declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}
