"""`houkan check` on Apache Spark: Spark reads, shuffles, joins and retries; what is judged is judged by `houkan worker`."""

# The version of the program that this package is for.
VERSION = "0.1.0"

# The version of the streams that the program and this package speak (`houkan.worker` in their metadata).
WORKER = "1"
