import ij.IJ

// A macro without a screen to look at: it trains, restores with what was learnt, and goes on.
['short exposure.tif': 50d, 'long.tif': 0d, 'second.tif': 50d].each { title, noise -> IJ.saveAsTiff(Cells.stack(title, noise, title.hashCode()), new File(Checks.folder, title).path) }
def open = "setBatchMode(true); open(\"${Checks.folder}/short exposure.tif\"); open(\"${Checks.folder}/long.tif\"); open(\"${Checks.folder}/second.tif\");"
def trainOnly = { String name, String clean, String more, String minutes = '0.05', String server = Checks.server ->
    "run(\"Train Model\", \"noisy=[short exposure.tif] clean=$clean name=$name minutes=$minutes server=$server$more\");"
}
def train = { String name, String clean, String more ->
    """${trainOnly(name, clean, more)}
    selectImage("short exposure.tif"); run("Restore Image", "server=${Checks.server} model=$name"); print("restored " + getTitle());"""
}
Checks.report('batch', Checks.macro("$open ${train('supervised', 'long.tif', '')} ${train('noise2noise', 'second.tif', ' mode=Noise2Noise')}"))
Checks.closeAll()

// Two folders, with a blank and an umlaut in their paths: files of several kinds, and some that are no images.
def exposures = { String folder, double noise, int seed ->
    Folders.make("day 1, f\u00fcnf/$folder", ['a.tif': Cells.stack('a', noise, seed, 16, 3), 'b_ch1.tif': Cells.stack('b', noise, seed + 1, 16, 2), 'b_ch2.tif': Cells.stack('b', noise, seed + 2, 16, 2),
        'c.png': Cells.stack('c', noise, seed + 3, 16, 1), 'd.bmp': Cells.stack('d', noise, seed + 4, 16, 1), 'e.stk': Cells.stack('e', noise, seed + 5, 16, 2), 'f.fits': Cells.stack('f', noise, seed + 6, 16, 1)])
}
def noisyFolder = exposures('short', 50, 1), cleanFolder = exposures('long', 0, 9)
['notes.txt', '.hidden.tif', 'cells.czi'].each { new File(noisyFolder, it).text = 'no image' }
def fromFolders = "noisy_folder=[$noisyFolder] clean_folder=[$cleanFolder/] name=folders minutes=0.05 server=${Checks.server}"
Checks.report('folders', Checks.macro("setBatchMode(true); newImage(\"mine\", \"8-bit\", 8, 8, 1); run(\"Train Model\", \"$fromFolders\"); print(\"current \" + getTitle() + \" of \" + nImages);"))
Checks.closeAll()

// A connection that breaks is taken up again; one that is gone for good is told.
Checks.report('cut', Checks.macro(open + trainOnly('cut', 'long.tif', '', '0.05', System.getProperty('fijibridge.cutting'))))
Checks.closeAll()
Checks.signal('begins-lost')
Checks.report('lost', Checks.macro(open + trainOnly('lost', 'long.tif', '', '60', System.getProperty('fijibridge.lost'))))
