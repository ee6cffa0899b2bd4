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
