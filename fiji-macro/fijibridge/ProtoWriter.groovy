package fijibridge

import groovy.transform.CompileStatic

/** Writes the fields of one protobuf message; zeros and empty texts are left out, as proto3 does. */
@CompileStatic
class ProtoWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream()

    ProtoWriter number(int field, long value) {
        if (value != 0) {
            varint(field << 3)
            varint(value)
        }
        this
    }

    ProtoWriter decimal(int field, double value) {
        varint(field << 3 | 1)
        long bits = Double.doubleToLongBits(value)
        for (int i = 0; i < 8; i++) out.write((int) (bits >>> (8 * i)))
        this
    }

    ProtoWriter text(int field, String value) {
        value ? bytes(field, value.getBytes('UTF-8')) : this
    }

    ProtoWriter message(int field, ProtoWriter message) {
        bytes(field, message.toBytes())
    }

    ProtoWriter bytes(int field, byte[] value) {
        varint(field << 3 | 2)
        varint(value.length)
        out.write(value, 0, value.length)
        this
    }

    byte[] toBytes() {
        out.toByteArray()
    }

    private void varint(long value) {
        long rest = value
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80)
            rest = rest >>> 7
        }
        out.write((int) rest)
    }
}
