"""Writes images with tifffile, and tells what tifffile reads. One JSON object a line on stdout.

tifffile_peer.py write FOLDER      files of many layouts; for each: file, shape (T Z C Y X), dtype, sha1 of the little-endian samples
tifffile_peer.py read < paths      for each path: file, shape, axes, dtype, sha1 and, where there is one, the OME-XML or ImageJ's metadata
"""
import hashlib
import json
import os
import sys

import numpy
import tifffile


def digest(image):
    little = numpy.ascontiguousarray(image).astype(image.dtype.newbyteorder("<"))
    return hashlib.sha1(little.tobytes()).hexdigest()


def tell(**facts):
    print(json.dumps(facts))


def save(folder, name, image, shape, **options):
    path = os.path.join(folder, name)
    tifffile.imwrite(path, image, photometric="minisblack", **options)
    tell(file=path, shape=shape, dtype=str(image.dtype.newbyteorder("=")), sha1=digest(image))


def write(folder):
    random = numpy.random.default_rng(1)
    stack = random.integers(0, 60000, (3, 4, 2, 19, 23)).astype("uint16")  # T Z C Y X
    whole = [3, 4, 2, 19, 23]
    for order, name in (("<", "little"), (">", "big")):
        for dtype in ("uint8", "uint16", "float32"):
            if order == ">" and dtype == "uint8":
                continue
            save(folder, f"imagej_{name}_{dtype}.tif", stack.astype(dtype), whole, imagej=True, byteorder=order, metadata={"axes": "TZCYX"})
        for dtype in ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"):
            save(folder, f"ome_{name}_{dtype}.ome.tif", stack.astype(dtype), whole, ome=True, byteorder=order, metadata={"axes": "TZCYX"})
        save(folder, f"tiles_{name}.tif", stack[0, :, 0], [1, 4, 1, 19, 23], tile=(16, 16), byteorder=order, metadata=None)
        save(folder, f"bigtiff_{name}.tif", stack[0, :, 0], [1, 4, 1, 19, 23], bigtiff=True, byteorder=order, metadata=None)
        save(folder, f"strips_{name}.tif", stack[0, 0, 0], [1, 1, 1, 19, 23], rowsperstrip=5, byteorder=order, metadata=None)
    save(folder, "half.tif", (stack[0, 0, 0] / 7).astype("float16").astype("float16"), [1, 1, 1, 19, 23], metadata=None)
    save(folder, "deflate.tif", stack[0, :, 0], [1, 4, 1, 19, 23], compression="zlib", metadata=None)
    save(folder, "imagej_z.tif", stack[0, :, 0], [1, 4, 1, 19, 23], imagej=True, metadata={"axes": "ZYX"})
    save(folder, "bigtiff.ome.tif", stack, whole, ome=True, bigtiff=True, metadata={"axes": "TZCYX"})
    rgb = random.integers(0, 255, (19, 23, 3)).astype("uint8")
    planar = numpy.moveaxis(rgb, -1, 0)
    tifffile.imwrite(os.path.join(folder, "rgb_chunky.tif"), rgb, photometric="rgb", metadata=None)
    tifffile.imwrite(os.path.join(folder, "rgb_planar.tif"), planar, photometric="rgb", planarconfig="separate", metadata=None)
    for name in ("rgb_chunky", "rgb_planar"):
        tell(file=os.path.join(folder, name + ".tif"), shape=[1, 1, 3, 19, 23], dtype="uint8", sha1=digest(planar))


def read():
    for path in (line.rstrip("\n") for line in sys.stdin):
        with tifffile.TiffFile(path) as tiff:
            series = tiff.series[0]
            image = series.asarray()
            if series.axes.endswith("YXS"):
                image = numpy.moveaxis(image, -1, -3)
            tell(file=path, shape=list(series.shape), axes=series.axes, dtype=str(image.dtype.newbyteorder("=")), sha1=digest(image), pages=len(tiff.pages),
                 ome=tiff.ome_metadata, imagej={k: v for k, v in (tiff.imagej_metadata or {}).items() if isinstance(v, (str, int, float, bool))},
                 bigtiff=tiff.is_bigtiff)


write(sys.argv[2]) if sys.argv[1] == "write" else read()
