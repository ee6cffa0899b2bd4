"""The message class of the echo service, made from the FileDescriptorSet that the second argument names."""
import sys

from messages import Messages

SERVICE = "fijibridge.tests.Echo"
Message = Messages(sys.argv[2])["fijibridge.tests.EchoMessage"]


def method(name):
    return f"/{SERVICE}/{name}"
