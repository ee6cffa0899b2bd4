"""Restores a stack with python grpcio: restore_client.py ADDRESS DESCRIPTORS INPUT OUTPUT"""
import hashlib
import json
import sys

import grpc
from messages import Messages

CHUNK = 256 << 10


def parts(messages, path):
    request = messages["fijibridge.v1.RestoreRequest"]
    header = request()
    header.header.settings.model = "smooth"
    header.header.settings.parameters["sigma"] = 1.5
    header.header.settings.output_format = 1
    header.header.file_name = "stack.tif"
    yield header
    with open(path, "rb") as file:
        while data := file.read(CHUNK):
            yield request(data=data)


def main(address, descriptors, source, target):
    messages = Messages(descriptors)
    channel = grpc.insecure_channel(address)

    def call(kind, method, request, reply):
        return kind(method, messages[request].SerializeToString, messages[reply].FromString)

    server = call(channel.unary_unary, "/fijibridge.v1.Restoration/GetServer", "fijibridge.v1.GetServerRequest", "fijibridge.v1.ServerInfo")
    models = call(channel.unary_unary, "/fijibridge.v1.Models/ListModels", "fijibridge.v1.ListModelsRequest", "fijibridge.v1.ListModelsReply")
    restore = call(channel.stream_stream, "/fijibridge.v1.Restoration/Restore", "fijibridge.v1.RestoreRequest", "fijibridge.v1.RestoreReply")

    kinds, digest = [], hashlib.sha256()
    with open(target, "wb") as file:
        for reply in restore(parts(messages, source)):
            kind = reply.WhichOneof("part")
            kinds.append(kind)
            if kind == "data":
                digest.update(reply.data)
                file.write(reply.data)
    print(json.dumps({
        "first": kinds[0],
        "last": kinds[-1],
        "verified": digest.hexdigest() == reply.done.result_sha256,
        "model": reply.done.provenance.model,
        "device": reply.done.provenance.device.kind,
        "version_given": len(server(messages["fijibridge.v1.GetServerRequest"]()).version) > 0,
        "smooth_listed": "smooth" in [model.name for model in models(messages["fijibridge.v1.ListModelsRequest"]()).models],
    }))


main(*sys.argv[1:])
