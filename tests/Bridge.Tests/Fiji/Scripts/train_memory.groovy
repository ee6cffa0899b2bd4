// More than fits into memory in two folders: every file goes on its way alone. Both kinds: TIFF, which is sent as it is, and one that ImageJ opens.
def make = { String folder ->
    def files = new File(Checks.folder, folder)
    files.mkdirs()
    ['a', 'b', 'c'].each { name ->
        new RandomAccessFile(new File(files, name + '.tif'), 'rw').withCloseable { it.setLength(60_000_000) }
        new RandomAccessFile(new File(files, name + '.pgm'), 'rw').withCloseable { it.write('P5\n8000 8000\n255\n'.bytes); it.setLength(64_000_017) }
    }
    files.path
}
def (noisy, clean) = [make('noisy'), make('clean')]
def loader = new GroovyClassLoader(getClass().classLoader)
loader.addClasspath(new File(ij.IJ.getDirectory('plugins'), 'FijiBridge').path)
def type = { loader.loadClass('fijibridge.' + it) }
def pairs = type('FolderPairs').newInstance(noisy, clean)
pairs.measure()
def call = type('TrainCall').newInstance(type('GrpcWeb').newInstance(Checks.server), type('TrainOptions').newInstance(), pairs)
pairs.writeTo(type('PairUpload').newInstance(new OutputStream() {
    void write(int b) { }
    void write(byte[] bytes, int from, int count) { }
}, call))
Checks.report('sent', call.uploaded)
Checks.report('told', pairs.totalBytes)
Checks.report('most', Runtime.runtime.maxMemory())
