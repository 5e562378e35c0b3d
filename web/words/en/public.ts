/** Said by the public screens only. */
export const publicRecord = {
  "public.title": "Public record",
} as const;
