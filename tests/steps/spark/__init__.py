"""Classification on a Spark cluster of this machine; "make spark" runs these tests in an environment with pyspark."""
