import { problemResponse, retryLaterResponse } from "./problem.ts";

/** Shared by all operators' routes. */
export const adminSecurity = [{ adminToken: [] }];
export const adminRefused = { 401: problemResponse("The bearer token is not `ADMIN_TOKEN`.") };
export const invalidParameters = { 400: problemResponse("A parameter is unknown or does not match its schema.") };
export const storeUnavailable = { 503: retryLaterResponse("The store does not answer.") };
