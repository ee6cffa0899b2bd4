"""Message classes without a code generator: from a file with a serialized FileDescriptorSet."""
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


class Messages:
    def __init__(self, path):
        self._pool = descriptor_pool.DescriptorPool()
        with open(path, "rb") as file:
            for one in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
                self._pool.Add(one)
        self._factory = message_factory.MessageFactory(self._pool)

    def __getitem__(self, full_name):
        return self._factory.GetPrototype(self._pool.FindMessageTypeByName(full_name))
