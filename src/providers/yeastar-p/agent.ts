/** By what a Yeastar P-Series PBX knows a program: it may not answer those that do not say. */
export const userAgent = 'OpenAPI'
