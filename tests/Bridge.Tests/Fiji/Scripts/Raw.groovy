import ij.ImagePlus
import ij.io.FileInfo
import ij.io.FileOpener

/** The stacks of three planes that the test has written: 32-bit samples and nothing else. */
class Raw {
    static ImagePlus open(String name, String title = name, int width = 96, int height = 80) {
        def file = new FileInfo(directory: System.getProperty('fijibridge.folder') + '/', fileName: name + '.raw', fileFormat: FileInfo.RAW, fileType: FileInfo.GRAY32_FLOAT, intelByteOrder: true,
            width: width, height: height, nImages: 3)
        def image = new FileOpener(file).openImage()
        image.title = title
        image
    }
}
