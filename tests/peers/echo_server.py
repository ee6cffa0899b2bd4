"""The echo service by python grpcio on a free port, which it prints: echo_server.py - DESCRIPTORS. Ends with its standard input."""
import sys
import time
from concurrent import futures

import grpc
from echo_messages import Message, SERVICE


def say(request, context):
    context.send_initial_metadata((("heard-bin", bytes([1, 2, 255])),))
    context.set_trailing_metadata([pair for pair in context.invocation_metadata() if pair[0].startswith("back-")])
    return request


def join(requests, context):
    heard = list(requests)
    return Message(text=",".join(message.text for message in heard), number=sum(message.number for message in heard))


def count(request, context):
    for number in range(request.number):
        yield Message(text=request.text, number=number)


def chat(requests, context):
    yield from requests


def fail(request, context):
    context.set_trailing_metadata((("reason", "asked for"), ("reason-bin", bytes([0, 128, 255]))))
    code = next(code for code in grpc.StatusCode if code.value[0] == request.number)
    context.abort(code, request.text)


def fail_late(request, context):
    yield from count(request, context)
    fail(Message(number=10, text=request.text), context)


def wait(request, context):
    while context.is_active():
        time.sleep(0.02)
    return request


def handler(kind, function):
    return kind(function, request_deserializer=Message.FromString, response_serializer=Message.SerializeToString)


server = grpc.server(futures.ThreadPoolExecutor(8), options=[("grpc.max_receive_message_length", 64 << 20)])
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {
    "Say": handler(grpc.unary_unary_rpc_method_handler, say),
    "Join": handler(grpc.stream_unary_rpc_method_handler, join),
    "Count": handler(grpc.unary_stream_rpc_method_handler, count),
    "Chat": handler(grpc.stream_stream_rpc_method_handler, chat),
    "Fail": handler(grpc.unary_unary_rpc_method_handler, fail),
    "FailLate": handler(grpc.unary_stream_rpc_method_handler, fail_late),
    "Wait": handler(grpc.unary_unary_rpc_method_handler, wait),
}),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
