"""Puts files into a directory whose names are not ASCII, or not even UTF-8: foreign_names.py DIR"""
import os
import sys

for name in [
    b"LCK..otelcol--rev7__gr\xc3\xb6\xc3\x9fe_0",
    b"LCK..otelcol__79--\xf0\x9d\x92\xb3_1",
    b"LCK..otelcol--\xff\xfe_2",
    b"LCK..\xc3\xb6telcol--rev7__u",
    b"LCK..config__etc_gr\xc3\xb6\xc3\x9fe_yaml",
    b"LCK..\xff",
    b"\xe4",
]:
    open(os.path.join(os.fsencode(sys.argv[1]), name), "w").close()
