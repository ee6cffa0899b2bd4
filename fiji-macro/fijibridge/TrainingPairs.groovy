package fijibridge

import groovy.transform.CompileStatic
import ij.gui.ImageWindow

/** What a network is to learn from: images that belong together two by two. */
@CompileStatic
abstract class TrainingPairs {
    /** The folders where the options name some, otherwise two open stacks. */
    static TrainingPairs of(TrainOptions options) {
        options.noisyFolder || options.cleanFolder ? new FolderPairs(options.noisyFolder, options.cleanFolder) : new StackPairs(options)
    }

    /** Finds out how large everything is; pairs that do not fit together are told. */
    void measure() {
    }

    /** How many files are sent. */
    abstract int getFiles()

    /** The bytes of all files that are sent; known when they have been measured. */
    abstract long getTotalBytes()

    /** Sends each pair, first the noisy and then the clean file. */
    abstract void writeTo(PairUpload upload)

    /** The window that is in front when the training has ended; null: none. */
    abstract ImageWindow getWindow()

    /** What they are called in messages. */
    abstract String getWords()

    /** What the user should know before it begins. */
    List<String> getNotices() { [] }
}
