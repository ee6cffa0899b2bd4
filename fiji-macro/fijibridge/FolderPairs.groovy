package fijibridge

import groovy.transform.CompileStatic
import ij.IJ
import ij.WindowManager
import ij.gui.ImageWindow

/**
 * The images of two folders that have equal names, as "fijibridge train" takes them. Whole fields of view are held out by the server; files that
 * differ in a channel at the end of their names show one field.
 */
@CompileStatic
class FolderPairs extends TrainingPairs {
    private static final int MOST_NAMED = 3

    private final File noisy, clean
    private final List<String> names
    private List<PairFile> measured = new ArrayList<PairFile>()

    final ImageWindow window = WindowManager.currentWindow
    private final List<String> leftOut = new ArrayList<String>()

    FolderPairs(String noisyFolder, String cleanFolder) {
        if (!noisyFolder || !cleanFolder) throw new Failure('Two folders are needed: noisy_folder=[short exposures] clean_folder=[long exposures].')
        noisy = folder(noisyFolder)
        clean = folder(cleanFolder)
        if (noisy == clean) throw new Failure('The folder ' + noisy + ' was chosen twice: choose one with short and one with long exposures.')
        names = imagesIn(noisy)
        List<String> partners = imagesIn(clean)
        checkPartners(partners)
        if (names.collect { String name -> fieldOf(name) }.toSet().size() < 2)
            throw new Failure('The folders hold one field of view only, ' + names[0] + ', and one must be held out to judge by: add pairs of other fields, or open the two stacks and train from these.')
    }

    @Override
    int getFiles() { 2 * names.size() }

    @Override
    String getWords() { 'files in the two folders' }

    @Override
    List<String> getNotices() {
        List<String> notices = new ArrayList<String>()
        if (leftOut) notices.add('left out, as no image of a kind that ImageJ opens by itself (' + PairFile.KINDS + '): ' + some(leftOut.unique()) + '.')
        notices
    }

    @Override
    void measure() {
        IJ.resetEscape()
        names.eachWithIndex { String name, int i ->
            Cancelled.throwIfEscaped()
            IJ.showStatus('Looking at pair ' + (i + 1) + ' of ' + names.size() + ': ' + name)
            IJ.showProgress(i, names.size())
            PairFile one = new PairFile(new File(noisy, name)), other = new PairFile(new File(clean, name))
            if (one.size != null && other.size != null && one.size != other.size)
                throw new Failure(one.file.path + ' has ' + one.size + ', and ' + other.file.path + ' has ' + other.size + ': both must show the same planes.')
            measured.addAll([one, other])
        }
        IJ.showProgress(1.0d)
    }

    @Override
    long getTotalBytes() {
        long sum = 0
        for (PairFile file : measured) sum += file.bytes
        sum
    }

    @Override
    void writeTo(PairUpload upload) {
        measured.eachWithIndex { PairFile file, int i ->
            String name = file.file.name
            file.writeTo(upload.begin((i.intdiv(2) + 1) + ': ' + name, fieldOf(name), i % 2 == 1))
        }
    }

    private static File folder(String path) {
        File folder = new File(path)
        if (!folder.directory) throw new Failure('There is no folder ' + path + '.')
        folder.canonicalFile
    }

    private List<String> imagesIn(File folder) {
        List<File> files = new ArrayList<File>()
        for (File file : folder.listFiles() ?: new File[0]) if (file.file && !file.hidden) files.add(file)
        files.sort { File file -> file.name }
        List<File> others = files.findAll { File file -> !PairFile.isImage(file) }
        if (files.size() == others.size())
            throw new Failure('The folder ' + folder + ' holds no image of a kind that ImageJ opens by itself (' + PairFile.KINDS + ')' + (others ? ': save ' + some(others*.name) + ' as TIFF.' : '.'))
        leftOut.addAll(others*.name)
        (files - others)*.name
    }

    private void checkPartners(List<String> partners) {
        List<String> alone = ((names + partners) - names.intersect(partners)).sort()
        if (alone.empty) return
        String first = alone[0]
        boolean isNoisy = names.contains(first)
        throw new Failure(first + ' is in ' + (isNoisy ? noisy : clean) + ' and not in ' + (isNoisy ? clean : noisy) + (alone.size() > 1 ? ', and so are ' + (alone.size() - 1) + ' others' : '') +
            ': each image needs one of the same name in the other folder.')
    }

    /** As on the command line: the name without a channel at its end (_ch2, _C1, or _0 after another number). */
    static String fieldOf(String name) {
        name.replaceFirst(/\.[^.]*$/, '').replaceFirst(/(?i)([_-](ch?|w|channel)\d{1,2}|(?<=\d{2})_\d)$/, '')
    }

    /** Some names, and how many more there are. */
    static String some(List<String> names) {
        names.take(MOST_NAMED).join(', ') + (names.size() > MOST_NAMED ? ' and ' + (names.size() - MOST_NAMED) + ' more' : '')
    }
}
