"""Makes a container image out of folders, without a daemon: the same content always gives the same bytes.

usage: mkimage.py OUT.tar NAME CONFIG [--own PATH=UID]... [--mode PATH=OCTAL]... LAYER...

CONFIG is the "config" object of the OCI image specification as JSON. A LAYER is FOLDER or FOLDER=TARGET: one layer with the
content of the folder, below TARGET in the image. All files belong to root, and are readable by all, except for --own and --mode.
"""
import argparse
import hashlib
import io
import json
import os
import platform
import tarfile
import tempfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def pairs(texts, convert):
    return {path: convert(value) for path, value in (text.split("=") for text in texts)}


def entries(folder, target):
    """Yields (path on disk, path in the image), parents before children, in a fixed order."""
    parts = [part for part in target.split("/") if part]
    for depth in range(1, len(parts) + 1):
        yield folder, "/".join(parts[:depth])
    for parent, folders, files in os.walk(folder):
        folders.sort()
        inside = os.path.relpath(parent, folder)
        for name in sorted(folders + files):
            yield os.path.join(parent, name), os.path.normpath(os.path.join(target, inside, name))


def add(archive, source, name, own, mode):
    entry = tarfile.TarInfo(name)
    entry.uid = entry.gid = own.get(name, 0)
    executable = os.lstat(source).st_mode & 0o100
    entry.mode = mode.get(name, 0o755 if executable else 0o644)
    if os.path.islink(source):
        entry.type, entry.linkname, entry.mode = tarfile.SYMTYPE, os.readlink(source), 0o777
        archive.addfile(entry)
    elif os.path.isdir(source):
        entry.type, entry.mode = tarfile.DIRTYPE, mode.get(name, 0o755)
        archive.addfile(entry)
    else:
        entry.size = os.path.getsize(source)
        with open(source, "rb") as content:
            archive.addfile(entry, content)


def make_layer(spec, own, mode):
    """Returns the layer's temporary file and its digest."""
    folder, _, target = spec.partition("=")
    layer = tempfile.TemporaryFile()
    with tarfile.open(fileobj=layer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for source, name in entries(folder, target.strip("/")):
            add(archive, source, name, own, mode)
    layer.seek(0)
    digest = hashlib.sha256()
    while block := layer.read(1 << 20):
        digest.update(block)
    return layer, digest.hexdigest()


def put(archive, name, content, size):
    content.seek(0)
    entry = tarfile.TarInfo(name)
    entry.size = size
    archive.addfile(entry, content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("name")
    parser.add_argument("config", type=json.loads)
    parser.add_argument("--own", action="append", default=[])
    parser.add_argument("--mode", action="append", default=[])
    parser.add_argument("layers", nargs="+")
    args = parser.parse_args()
    own = pairs(args.own, int)
    mode = pairs(args.mode, lambda octal: int(octal, 8))

    layers = [make_layer(spec, own, mode) for spec in args.layers]
    config = json.dumps({
        "architecture": ARCHITECTURES[platform.machine()],
        "os": "linux",
        "config": args.config,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}" for _, digest in layers]},
    }, sort_keys=True).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = json.dumps([{
        "Config": config_name,
        "RepoTags": [args.name],
        "Layers": [f"{digest}/layer.tar" for _, digest in layers],
    }]).encode()

    with tarfile.open(args.out, "w", format=tarfile.GNU_FORMAT) as image:
        put(image, "manifest.json", io.BytesIO(manifest), len(manifest))  # first: readers want the name
        put(image, config_name, io.BytesIO(config), len(config))
        for layer, digest in layers:
            put(image, f"{digest}/layer.tar", layer, layer.seek(0, os.SEEK_END))


if __name__ == "__main__":
    main()
