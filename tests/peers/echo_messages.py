"""The message class of the echo service, made from the FileDescriptorSet that the second argument names."""
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE = "fijibridge.tests.Echo"

with open(sys.argv[2], "rb") as file:
    descriptors = descriptor_pb2.FileDescriptorSet.FromString(file.read())
pool = descriptor_pool.DescriptorPool()
for one in descriptors.file:
    pool.Add(one)
Message = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("fijibridge.tests.EchoMessage"))


def method(name):
    return f"/{SERVICE}/{name}"
