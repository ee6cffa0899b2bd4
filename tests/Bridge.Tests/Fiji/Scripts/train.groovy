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

// A connection that breaks is taken up again; one that is gone for good is told.
Checks.report('cut', Checks.macro(open + trainOnly('cut', 'long.tif', '', '0.05', System.getProperty('fijibridge.cutting'))))
Checks.closeAll()
Checks.signal('begins-lost')
Checks.report('lost', Checks.macro(open + trainOnly('lost', 'long.tif', '', '60', System.getProperty('fijibridge.lost'))))
