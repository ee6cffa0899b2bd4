"""Calls the echo service with python grpcio: echo_client.py ADDRESS DESCRIPTORS [CERTIFICATE.pem]"""
import json
import sys

import grpc
from echo_messages import Message, method


def failure(call):
    try:
        list(call()) if callable(call) else None
        return None
    except grpc.RpcError as error:
        return {
            "code": error.code().value[0],
            "detail": error.details(),
            "trailers": {key: value if isinstance(value, str) else list(value) for key, value in error.trailing_metadata()},
        }


def main(address, certificate=None):
    limits = [("grpc.max_receive_message_length", 64 << 20), ("grpc.max_send_message_length", 64 << 20)]
    if certificate:
        with open(certificate, "rb") as pem:
            channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(pem.read()), limits)
    else:
        channel = grpc.insecure_channel(address, limits)
    say = channel.unary_unary(method("Say"), Message.SerializeToString, Message.FromString)
    join = channel.stream_unary(method("Join"), Message.SerializeToString, Message.FromString)
    count = channel.unary_stream(method("Count"), Message.SerializeToString, Message.FromString)
    chat = channel.stream_stream(method("Chat"), Message.SerializeToString, Message.FromString)
    fail = channel.unary_unary(method("Fail"), Message.SerializeToString, Message.FromString)
    fail_late = channel.unary_stream(method("FailLate"), Message.SerializeToString, Message.FromString)
    wait = channel.unary_unary(method("Wait"), Message.SerializeToString, Message.FromString)
    unknown = channel.unary_unary(method("Nothing"), Message.SerializeToString, Message.FromString)
    three = [Message(text=text, number=2) for text in "xyz"]
    joined = join(iter(three))
    print(json.dumps({
        "say": say(Message(text="µm")).text,
        "join": [joined.text, joined.number],
        "count": [message.number for message in count(Message(number=5, text="not empty"))],
        "chat": [message.text for message in chat(iter(three))],
        "gzip": say(Message(text="g" * 1000), compression=grpc.Compression.Gzip).text == "g" * 1000,
        "megabytes": len(say(Message(data=bytes(16 << 20))).data) >> 20,
        "fail": failure(lambda: [fail(Message(number=9, text="zu groß, 100 %"))]),
        "fail_late": failure(lambda: fail_late(Message(number=3, text="late"))),
        "deadline": failure(lambda: [wait(Message(), timeout=0.3)])["code"],
        "unknown": failure(lambda: [unknown(Message())])["code"],
    }))


main(sys.argv[1], *sys.argv[3:])
