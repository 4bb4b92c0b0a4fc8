"""Many forms to tables: what there is to score, the parts it is scored in, on one machine or a cluster, and the end.

``sources`` finds the files, ``plan`` cuts them into parts, ``work`` scores files in a worker process and ``rows``
makes tables of what comes of it, ``drive`` takes parts to workers, ``tables`` holds the schemas and the files, and
``run`` brings it together. ``sector`` and ``alike`` read the tables again: ``figures`` are the records they give.
"""
