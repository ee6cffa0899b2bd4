package fijibridge

import groovy.transform.CompileStatic

/** The fields of one protobuf message by number; a field that is not there is zero, empty or an empty list. */
@CompileStatic
class ProtoMessage {
    private final Map<Integer, List<Object>> fields = new HashMap<Integer, List<Object>>()
    private final byte[] data
    private int at
    private final int end

    ProtoMessage(byte[] data, int from = 0, int length = -1) {
        this.data = data
        at = from
        end = length < 0 ? data.length : from + length
        while (at < end) readField()
    }

    boolean has(int field) {
        fields.containsKey(field)
    }

    long number(int field) {
        Object value = last(field)
        value == null ? 0L : (Long) value
    }

    double decimal(int field) {
        Double.longBitsToDouble(number(field))
    }

    boolean flag(int field) {
        number(field) != 0
    }

    byte[] bytes(int field) {
        Object value = last(field)
        value == null ? new byte[0] : (byte[]) value
    }

    String text(int field) {
        new String(bytes(field), 'UTF-8')
    }

    List<String> texts(int field) {
        all(field).collect { Object value -> new String((byte[]) value, 'UTF-8') }
    }

    ProtoMessage message(int field) {
        new ProtoMessage(bytes(field))
    }

    List<ProtoMessage> messages(int field) {
        all(field).collect { Object value -> new ProtoMessage((byte[]) value) }
    }

    /** A map from texts to decimals, in the order of the wire. */
    Map<String, Double> decimals(int field) {
        Map<String, Double> map = new LinkedHashMap<String, Double>()
        for (ProtoMessage entry : messages(field)) map.put(entry.text(1), entry.decimal(2))
        map
    }

    private List<Object> all(int field) {
        List<Object> values = fields.get(field)
        values == null ? new ArrayList<Object>() : values
    }

    private Object last(int field) {
        List<Object> values = fields.get(field)
        values == null ? null : values.get(values.size() - 1)
    }

    private void readField() {
        int key = (int) varint()
        List<Object> values = fields.get(key >>> 3)
        if (values == null) fields.put(key >>> 3, values = new ArrayList<Object>())
        int kind = key & 7
        if (kind == 0) values.add(varint())
        else if (kind == 1) values.add(fixed(8))
        else if (kind == 5) values.add(fixed(4))
        else if (kind == 2) values.add(block((int) varint()))
        else throw new IOException('the server sent a message that cannot be read')
    }

    private long varint() {
        long value = 0
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) throw new IOException('the server sent a message that is cut off')
            int next = data[at++]
            value |= ((long) (next & 0x7F)) << shift
            if ((next & 0x80) == 0) return value
        }
        throw new IOException('the server sent a message that cannot be read')
    }

    private long fixed(int count) {
        byte[] bytes = block(count)
        long value = 0
        for (int i = count - 1; i >= 0; i--) value = value << 8 | (bytes[i] & 0xFF)
        value
    }

    private byte[] block(int count) {
        if (count < 0 || count > end - at) throw new IOException('the server sent a message that is cut off')
        at += count
        Arrays.copyOfRange(data, at - count, at)
    }
}
