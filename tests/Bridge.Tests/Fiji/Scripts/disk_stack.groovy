// A result that does not fit into memory: its planes are read from the file one by one, and nobody holds the file open, so that Windows can delete it.
def loader = new GroovyClassLoader(getClass().classLoader)
loader.addClasspath(System.getProperty('fijibridge.folder') + '/plugins/FijiBridge')
def type = { loader.loadClass('fijibridge.' + it) }
def file = File.createTempFile('fijibridge-', '.raw', new File(System.getProperty('fijibridge.folder')))
file.bytes = (0..<24).collect { (byte) it } as byte[]
def stack = type('DiskStack').newInstance(file, 2, 2, type('SampleType').UINT16, 3, false)
println "second plane: ${(stack.getPixels(2) as short[]).toList()}, first again: ${(stack.getPixels(1) as short[]).toList()}"
def colours = type('DiskStack').newInstance(file, 2, 2, type('SampleType').UINT8, 2, true)
println "colours: ${(colours.getPixels(2) as int[]).collect { Integer.toHexString(it) }}"
println "open: ${new File('/proc/self/fd').listFiles().count { it.canonicalPath == file.canonicalPath }}"

// Samples that stand for other values.
def floats = File.createTempFile('fijibridge-', '.raw', new File(System.getProperty('fijibridge.folder')))
floats.bytes = java.nio.ByteBuffer.allocate(16).order(java.nio.ByteOrder.LITTLE_ENDIAN).putFloat(1f).putFloat(2f).putFloat(3f).putFloat(4f).array()
def source = new ij.ImagePlus('source', new ij.process.ShortProcessor(2, 2))
source.calibration.setFunction(ij.measure.Calibration.STRAIGHT_LINE, [-1000d, 10d] as double[], 'HU')
def values = type('DiskStack').newInstance(floats, 2, 2, type('SampleType').FLOAT, 1, false)
values.values = type('SampleValues').of(source)
println "values: ${(values.getPixels(1) as float[]).toList()}"

// A disk without room.
def store = type('PlaneStore').newInstance(1L << 20, false)
store.open(1 << 14, 1 << 14, type('SampleType').UINT16)
store.@sink = new FileOutputStream('/dev/full')
try {
    store.write([1, 2] as byte[], 0, 2)
} catch (RuntimeException e) {
    println "${e.class.name}: ${e.message}"
}
store.discard()
